import { type Random, randomInt } from "../../base/random.ts";
import type { WechatFailure } from "./errors.ts";

/** As WeChat writes JSON: every slash escaped, always HTTP 200. */
export function answer(body: object): Response {
  const text = JSON.stringify(body).replaceAll("/", "\\/");
  return new Response(text, { headers: { "content-type": "application/json; encoding=utf-8" } });
}

/** A refusal as `/cgi-bin` words it: the text, a space, and the request id. */
export function refusal(failure: WechatFailure, rid: string): Response {
  return answer({ errcode: failure.errcode, errmsg: `${failure.message} rid: ${rid}` });
}

/** A request id: the Unix time and two random groups, eight hexadecimal digits each. */
export function requestId(seconds: number, random: Random): string {
  const groups = [seconds, randomInt(random, 2 ** 32), randomInt(random, 2 ** 32)];
  return groups.map((group) => group.toString(16).padStart(8, "0")).join("-");
}
