import { randomToken } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Log } from "../ports/log.ts";
import { type AccessToken, type JsapiConfig, type WechatApi, WechatError, WechatUnreachable } from "../wechat/index.ts";

/** A source that has an access token. */
export interface TokenSource {
  readonly appid: string;
  readonly tokens: "stable" | "classic";
  /** Whether it can sign pages inside WeChat. */
  readonly hasPages: boolean;
  readonly api: Pick<WechatApi, "accessToken" | "tokenRejected" | "jsapi">;
}

/** The access tokens and tickets of the sources, shared with the operator's other services. */
export interface TokenCenter {
  accessToken(appid: string): Promise<AccessToken>;
  /** Returns the token after WeChat refused `value`: it is fetched again once, without forcing a new one. */
  afterRefusal(appid: string, value: string): Promise<AccessToken>;
  ticket(appid: string): Promise<AccessToken>;
  sign(appid: string, url: string): Promise<JsapiConfig>;
}

export interface TokenCenterDeps {
  readonly sources: ReadonlyMap<string, TokenSource>;
  readonly random: Random;
  readonly log: Log;
}

export function createTokenCenter({ sources, random, log }: TokenCenterDeps): TokenCenter {
  /** The refused token for which a token was last fetched again, by source. */
  const reread = new Map<string, string>();

  function sourceOf(appid: string, needsPages = false): TokenSource {
    const source = sources.get(appid);
    if (!source || (needsPages && !source.hasPages)) throw new SaomaError("source_not_found");
    if (source.tokens === "classic") throw new SaomaError("classic_token");
    return source;
  }

  async function asked<T>(appid: string, asking: Promise<T>): Promise<T> {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof WechatError || error instanceof WechatUnreachable)) throw error;
      log.warn({ err: error, appid }, "could not get a token from WeChat for another service");
      throw new SaomaError("wechat_unavailable");
    }
  }

  return {
    accessToken: async (appid) => asked(appid, sourceOf(appid).api.accessToken()),
    async afterRefusal(appid, value) {
      const { api } = sourceOf(appid);
      if (reread.get(appid) !== value) {
        reread.set(appid, value);
        await api.tokenRejected(value);
      }
      return asked(appid, api.accessToken());
    },
    ticket: async (appid) => asked(appid, sourceOf(appid, true).api.jsapi.ticket()),
    sign: async (appid, url) =>
      asked(appid, sourceOf(appid, true).api.jsapi.sign({ url, nonceStr: randomToken(random, 12) })),
  };
}
