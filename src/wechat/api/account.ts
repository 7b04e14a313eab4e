// What the parts of WeChat's API share: origins, credentials and calls.
import type { Clock } from "../../base/clock.ts";
import type { Secret } from "../../base/secret.ts";
import { WechatError } from "../error.ts";
import type { TokenKeeper } from "../token.ts";
import { call, callForPicture, type Picture, type TypedRequest } from "./call.ts";
import type { ApiRequest, Transport } from "./exchange.ts";

/** WeChat's hosts. Set another one for a simulator or a proxy. */
export interface WechatOrigins {
  /** Default: `https://api.weixin.qq.com`. */
  api?: string;
  /** Default: `https://mp.weixin.qq.com`. */
  mp?: string;
  /** Default: `https://open.weixin.qq.com`. */
  open?: string;
}

/** A call of api.weixin.qq.com. */
export type ApiCall<T> = Omit<TypedRequest<T>, "origin">;

/** One account, as the modules of calls use it. */
export interface Account {
  readonly appid: string;
  readonly secret: Secret;
  readonly clock: Clock;
  readonly origins: Readonly<Required<WechatOrigins>>;
  /** Calls without the account's token. */
  callWithoutToken<T>(call: ApiCall<T>): Promise<T>;
  /** Calls with the account's token. If WeChat refuses the token, the call is made once more with a new one. */
  call<T>(call: ApiCall<T>): Promise<T>;
  /** As `call`, for endpoints that return a picture. */
  picture(call: Omit<ApiRequest, "origin">): Promise<Picture>;
}

export interface AccountDeps extends Transport {
  readonly appid: string;
  readonly secret: Secret;
  readonly keeper: TokenKeeper;
  readonly origins: Readonly<Required<WechatOrigins>>;
}

const tokenRefused: ReadonlySet<number> = new Set([40001, 40014, 42001]);

export function createAccount(deps: AccountDeps): Account {
  const { appid, secret, clock, origins, keeper } = deps;
  const here = { origin: origins.api };

  async function withToken<T>(act: (token: { access_token: string }) => Promise<T>): Promise<T> {
    const token = await keeper.token();
    try {
      return await act({ access_token: token });
    } catch (error) {
      if (!(error instanceof WechatError && tokenRefused.has(error.errcode))) throw error;
      await keeper.rejected(token);
      return act({ access_token: await keeper.token() });
    }
  }

  return {
    appid,
    secret,
    clock,
    origins,
    callWithoutToken: (request) => call(deps, { ...here, ...request }),
    call: (request) => withToken((token) => call(deps, { ...here, ...request, query: { ...request.query, ...token } })),
    picture: (request) =>
      withToken((token) => callForPicture(deps, { ...here, ...request, query: { ...request.query, ...token } })),
  };
}
