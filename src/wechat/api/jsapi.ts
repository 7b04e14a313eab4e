import { createHash } from "node:crypto";
import * as z from "zod";
import { type AccessToken, createKeeper, type TokenKeeperDeps } from "../token.ts";
import type { Account } from "./account.ts";
import { spanIfAny } from "./loose.ts";

/** The arguments of `wx.config` in a page. */
export interface JsapiConfig {
  /** The account's appid. */
  appId: string;
  /** Unix seconds. */
  timestamp: number;
  /** A random text. */
  nonceStr: string;
  /** The signature over the ticket, the fields above and the page's address. */
  signature: string;
}

/** A page to be signed. */
export interface JsapiPage {
  /** Its address. */
  url: string;
  /** A random text. */
  nonceStr: string;
}

/** Signs pages that use the JS-SDK inside WeChat. */
export interface JsapiApi {
  /**
   * The account's jsapi ticket: the stored one, or a new one for two hours.
   *
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html
   */
  ticket(): Promise<AccessToken>;
  /** Signs a page's address without its fragment, as WeChat does. */
  sign(page: JsapiPage): Promise<JsapiConfig>;
}

const lifeSeconds = 7200;
const answer = z.object({ ticket: z.string().min(1).max(4096), expires_in: spanIfAny });

type Kept = Pick<TokenKeeperDeps, "store" | "lease">;

/** WeChat issues few tickets a day, so all instances share one. */
export function createJsapiApi({ appid, clock, call }: Account, { store, lease }: Kept): JsapiApi {
  const kept = { clock, store, key: `${appid} jsapi`, ...(lease ? { lease } : {}) };
  const keeper = createKeeper(kept, async () => {
    const query = { type: "jsapi" };
    const { ticket, expires_in = lifeSeconds } = await call({ endpoint: "/cgi-bin/ticket/getticket", query, answer });
    return { value: ticket, expiresAt: clock.now() + Math.min(expires_in, lifeSeconds) * 1000 };
  });
  return {
    ticket: keeper.accessToken,
    async sign({ url, nonceStr }) {
      const timestamp = Math.floor(clock.now() / 1000);
      const { value } = await keeper.accessToken();
      const page = url.split("#")[0];
      const signed = `jsapi_ticket=${value}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`;
      return { appId: appid, timestamp, nonceStr, signature: createHash("sha1").update(signed).digest("hex") };
    },
  };
}
