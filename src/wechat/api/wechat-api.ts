import { type Clock, systemClock } from "../../base/clock.ts";
import type { Secret } from "../../base/secret.ts";
import {
  createMemoryTokenStore,
  createTokenKeeper,
  type TokenKind,
  type TokenLease,
  type TokenStore,
} from "../token.ts";
import { type Account, type ApiCall, createAccount, type WechatOrigins } from "./account.ts";
import { type BaseApi, createBaseApi } from "./base.ts";
import type { WechatCall } from "./exchange.ts";
import { createLinkApi, type LinkApi } from "./link.ts";
import { createMenuApi, type MenuApi } from "./menu.ts";
import { createMessageApi, type MessageApi } from "./message.ts";
import { createMiniProgramApi, type MiniProgramApi } from "./mini-program.ts";
import { createOauthApi, type OauthApi } from "./oauth.ts";
import { createQrcodeApi, type QrcodeApi } from "./qrcode.ts";
import { createQuotaApi, type QuotaApi } from "./quota.ts";
import { createUserApi, type UserApi } from "./user.ts";
import { createWxacodeApi, type WxacodeApi } from "./wxacode.ts";

export interface WechatApiDeps {
  /** What reaches WeChat; `fetch` itself, or one that goes through a proxy. */
  fetch: typeof fetch;
  /** Default: the machine's. */
  clock?: Clock;
  /** Where the account's token is kept. Default: in this process. */
  store?: TokenStore;
  /** Lets one process of several get the token. Default: none, which `stable` tokens do not need. */
  lease?: TokenLease;
  /** Which token interface is asked. Default: `stable`. */
  tokens?: TokenKind;
  /** Told of each call when it is over, for metrics. */
  onCall?: (call: WechatCall) => void;
  appid: string;
  /** The account's AppSecret. */
  secret: Secret;
  origins?: WechatOrigins;
}

/**
 * The calls of one account, by family. Each takes at most 3 s a request, and is made once more, with another token,
 * when WeChat refuses the account's token; nothing else is tried again.
 *
 * @throws {WechatError} (the promises) when WeChat answers with an errcode.
 * @throws {WechatUnreachable} (the promises) when it gives no usable answer.
 * @throws {TypeError} (the promises) for what WeChat would not take, before it is asked.
 */
export interface WechatApi {
  base: BaseApi;
  quota: QuotaApi;
  qrcode: QrcodeApi;
  user: UserApi;
  menu: MenuApi;
  message: MessageApi;
  wxacode: WxacodeApi;
  miniProgram: MiniProgramApi;
  link: LinkApi;
  oauth: OauthApi;
  /** Any other call of api.weixin.qq.com with the account's token; a zod schema says what it answers. */
  call: <T>(call: ApiCall<T>) => Promise<T>;
  /** The account's access token, for what calls WeChat by itself. */
  token(): Promise<string>;
}

const hosts = {
  api: "https://api.weixin.qq.com",
  mp: "https://mp.weixin.qq.com",
  open: "https://open.weixin.qq.com",
};

/** Makes the calls of one account. Nothing is asked before the first. */
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
    call: account.call,
    token: keeper.token,
  };
}
