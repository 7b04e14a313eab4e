import type { Secret } from "../../base/secret.ts";
import { createTokenKeeper, type TokenStore } from "../token.ts";
import type { Line } from "./ask.ts";
import { createCall } from "./call.ts";
import { callbackIps } from "./callback-ips.ts";
import { createQr, type Qr, type QrRequest, qrImageUrl } from "./qrcode.ts";

/** WeChat's hosts; another one stands for a simulator or a proxy. */
export interface WechatOrigins {
  /** Default: `https://api.weixin.qq.com`. */
  api?: string;
  /** Default: `https://mp.weixin.qq.com`. */
  mp?: string;
  /** Default: `https://open.weixin.qq.com`. */
  open?: string;
}

export interface WechatApiDeps extends Line {
  store: TokenStore;
  appid: string;
  /** The account's AppSecret. */
  secret: Secret;
  origins?: WechatOrigins;
}

/**
 * The calls of one account. Each takes at most 3 s a request, and is made once more, with another token, when WeChat
 * refuses the token.
 *
 * @throws {WechatError} (the promises) when WeChat answers with an errcode.
 * @throws {WechatUnreachable} (the promises) when it gives no usable answer.
 */
export interface WechatApi {
  /** Makes a temporary QR that carries a scene. */
  createQr(request: QrRequest): Promise<Qr>;
  /** The address of a ticket's picture. */
  qrImageUrl(ticket: string): string;
  /** The addresses and ranges that WeChat pushes from. */
  callbackIps(): Promise<string[]>;
}

/** Makes the calls of one account. Nothing is asked before the first. */
export function createWechatApi(deps: WechatApiDeps): WechatApi {
  const { api = "https://api.weixin.qq.com", mp = "https://mp.weixin.qq.com" } = deps.origins ?? {};
  const call = createCall(deps, createTokenKeeper({ ...deps, origin: api }));
  return {
    createQr: (request) => createQr(call, api, request),
    qrImageUrl: (ticket) => qrImageUrl(mp, ticket),
    callbackIps: () => callbackIps(call, api),
  };
}
