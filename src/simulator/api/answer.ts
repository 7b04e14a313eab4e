import { type Random, randomInt } from "../../base/random.ts";
import type { WechatFailure } from "./errors.ts";

const isSns = (path: string): boolean => path.startsWith("/sns/");

/**
 * As WeChat writes JSON: every slash escaped, always HTTP 200; `text/plain` from `/sns/*`, which has always
 * answered so. `headers` go beside the content type.
 */
export function answer(body: object, path = "", headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(body).replaceAll("/", "\\/");
  const type = isSns(path) ? "text/plain" : "application/json; encoding=utf-8";
  return new Response(text, { headers: { "content-type": type, ...headers } });
}

/** A refusal: the text, a space (`/sns`: a comma too), and the request id. */
export function refusal(failure: WechatFailure, rid: string, path = ""): Response {
  const errmsg = `${failure.message}${isSns(path) ? "," : ""} rid: ${rid}`;
  return answer({ errcode: failure.errcode, errmsg }, path);
}

/** What calls that write answer. */
export const ok = { errcode: 0, errmsg: "ok" };

/** Success with the id of what was sent, which is larger than the integers of JavaScript. */
export const sentAs = (msgId: bigint): Response =>
  new Response(`{"errcode":0,"errmsg":"ok","msgid":${msgId}}`, {
    headers: { "content-type": "application/json; encoding=utf-8" },
  });

/** A request id: the Unix time and two random groups, eight hexadecimal digits each. */
export function requestId(seconds: number, random: Random): string {
  const groups = [seconds, randomInt(random, 2 ** 32), randomInt(random, 2 ** 32)];
  return groups.map((group) => group.toString(16).padStart(8, "0")).join("-");
}
