import type { Application, LoginContext } from "../context.ts";
import { authorize, type Refused, type WechatServerCall } from "./authorize.ts";
import { type LookedUp, lookUp } from "./look-up.ts";

/** The operations for a site's server, by the protocol of songquanpeng's wechat-server. */
export interface WechatServerApi {
  /** The person of a code; `openId` is undefined if the code is wrong, expired or used. */
  lookUp(
    application: Application,
    call: WechatServerCall & { readonly code: string },
  ): Promise<LookedUp | Refused | "no-code">;
  /** The source's access token. */
  accessToken(
    application: Application,
    call: WechatServerCall,
  ): Promise<{ readonly accessToken: string } | Refused | "forbidden" | "unreachable">;
}

export const createWechatServer = (setup: LoginContext): WechatServerApi => ({
  async lookUp(application, call) {
    if (!application.wechatServer) return "unauthorized";
    const may = await authorize(setup, application, application.wechatServer, call);
    if (typeof may === "string") return may;
    return call.code === "" ? "no-code" : lookUp(setup, may, call.code);
  },
  async accessToken(application, call) {
    if (!application.wechatServer) return "unauthorized";
    const may = await authorize(setup, application, application.wechatServer, call);
    if (typeof may === "string") return may;
    const source = setup.sources.get(may.wechatServer.source);
    if (!may.wechatServer.accessToken || !source) return "forbidden";
    try {
      return { accessToken: await source.api.token() };
    } catch (error) {
      setup.log.warn({ err: error, appid: source.appid }, "WeChat gave no access token to pass on");
      return "unreachable";
    }
  },
});
