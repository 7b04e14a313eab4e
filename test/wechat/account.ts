/** The calls of one account, on a WeChat whose response to one of them is given. */
import { Secret } from "../../src/base/secret.ts";
import { createFakeClock, type FakeClock } from "../../src/testing/clock.ts";
import { createWechatApi, type WechatApi } from "../../src/wechat/index.ts";
import {
  type Asked,
  appid,
  appSecret,
  createKeptTokens,
  createScriptedWechat,
  type ScriptedWechat,
} from "./scripted-wechat.ts";

export interface Told {
  api: WechatApi;
  wechat: ScriptedWechat;
  clock: FakeClock;
}

/** Issues tokens, and answers every path of `answers` by its function or its value. */
export function tell(answers: Record<string, unknown>): Told {
  const clock = createFakeClock();
  const wechat = createScriptedWechat({
    "/cgi-bin/stable_token": () => ({ access_token: "token-1", expires_in: 7200 }),
    ...Object.fromEntries(
      Object.entries(answers).map(([path, answer]) => [
        path,
        typeof answer === "function" ? (answer as (asked: Asked) => unknown) : () => answer,
      ]),
    ),
  });
  const secret = new Secret(appSecret);
  const api = createWechatApi({ fetch: wechat.fetch, clock, store: createKeptTokens(), appid, secret });
  return { api, wechat, clock };
}
