// WeChat's API for one account.
import { type Clock, systemClock } from "../../base/clock.ts";
import type { Secret } from "../../base/secret.ts";
import {
  type AccessToken,
  createMemoryTokenStore,
  createTokenKeeper,
  type TokenKind,
  type TokenLease,
  type TokenStore,
} from "../token.ts";
import { type Account, type ApiCall, createAccount, type WechatOrigins } from "./account.ts";
import { type BaseApi, createBaseApi } from "./base.ts";
import type { WechatCall } from "./exchange.ts";
import { createJsapiApi, type JsapiApi } from "./jsapi.ts";
import { createLinkApi, type LinkApi } from "./link.ts";
import { createMenuApi, type MenuApi } from "./menu.ts";
import { createMessageApi, type MessageApi } from "./message.ts";
import { createMiniProgramApi, type MiniProgramApi } from "./mini-program.ts";
import { createOauthApi, type OauthApi } from "./oauth.ts";
import { createQrcodeApi, type QrcodeApi } from "./qrcode.ts";
import { createQuotaApi, type QuotaApi } from "./quota.ts";
import { createUserApi, type UserApi } from "./user.ts";
import { createWxacodeApi, type WxacodeApi } from "./wxacode.ts";

/** The options of {@link createWechatApi}. */
export interface WechatApiDeps {
  /** Sends the requests: `fetch` itself, or one that uses a proxy. */
  fetch: typeof fetch;
  /** The clock. Default: the machine's. */
  clock?: Clock;
  /** Stores the account's token. Default: in this process. */
  store?: TokenStore;
  /** Lets one of several processes renew the token. Default: none, which `stable` tokens do not need. */
  lease?: TokenLease;
  /** The token interface to use. Default: `stable`. */
  tokens?: TokenKind;
  /** Called after each call, for metrics. */
  onCall?: (call: WechatCall) => void;
  /** The account's appid. */
  appid: string;
  /** The account's AppSecret. */
  secret: Secret;
  /** Replacements for WeChat's hosts, such as a simulator. */
  origins?: WechatOrigins;
}

/**
 * The calls of one account, by family. A request times out after 3 s. When WeChat rejects the account's token, the
 * call is made once more with a new one; nothing else is retried.
 *
 * @throws {WechatError} (the promises) if WeChat responds with an errcode.
 * @throws {WechatUnreachable} (the promises) if there is no usable response.
 * @throws {TypeError} (the promises) for input that WeChat would refuse, before the request.
 */
export interface WechatApi {
  /** Addresses of WeChat's servers, and the check of the server URL. */
  base: BaseApi;
  /** Limits of calls, and past requests. */
  quota: QuotaApi;
  /** QRs with a scene (带参数二维码). */
  qrcode: QrcodeApi;
  /** Followers. */
  user: UserApi;
  /** The menu of an account. */
  menu: MenuApi;
  /** Messages to people. */
  message: MessageApi;
  /** The codes of a mini-program (小程序码). */
  wxacode: WxacodeApi;
  /** The people of a mini-program. */
  miniProgram: MiniProgramApi;
  /** Links into a mini-program (URL Link, URL Scheme). */
  link: LinkApi;
  /** OAuth on the web. */
  oauth: OauthApi;
  /** Signs pages that use the JS-SDK inside WeChat. */
  jsapi: JsapiApi;
  /** Makes any other call of api.weixin.qq.com with the account's token; a zod schema parses the response. */
  call: <T>(call: ApiCall<T>) => Promise<T>;
  /** The account's access token, for code that calls WeChat by itself. */
  token(): Promise<string>;
  /** The same token with its end. */
  accessToken(): Promise<AccessToken>;
  /** Forgets a token that WeChat rejected: the next one is read from WeChat again, without forcing a new one. */
  tokenRejected(value: string): Promise<void>;
}

const hosts = {
  api: "https://api.weixin.qq.com",
  mp: "https://mp.weixin.qq.com",
  open: "https://open.weixin.qq.com",
};

/**
 * Makes the calls of one account. No request is made before the first call.
 *
 * @example
 * import { createWechatApi, Secret } from "saoma/wechat";
 *
 * const api = createWechatApi({ fetch, appid: "wx0123456789abcdef", secret: new Secret("the AppSecret") });
 * const qr = await api.qrcode.create({ scene: "hello", expireSeconds: 600 });
 * console.log(qr.content);
 */
export function createWechatApi(deps: WechatApiDeps): WechatApi {
  const { fetch, clock = systemClock, store = createMemoryTokenStore(), onCall, appid, secret } = deps;
  const origins = { ...hosts, ...deps.origins };
  const keeper = createTokenKeeper({ ...deps, clock, store, origin: origins.api });
  const account: Account = createAccount({ fetch, clock, onCall, appid, secret, keeper, origins });
  return {
    base: createBaseApi(account),
    quota: createQuotaApi(account),
    qrcode: createQrcodeApi(account),
    user: createUserApi(account),
    menu: createMenuApi(account),
    message: createMessageApi(account),
    wxacode: createWxacodeApi(account),
    miniProgram: createMiniProgramApi(account),
    link: createLinkApi(account),
    oauth: createOauthApi(account),
    jsapi: createJsapiApi(account, { ...deps, store }),
    call: account.call,
    token: keeper.token,
    accessToken: keeper.accessToken,
    tokenRejected: keeper.rejected,
  };
}
