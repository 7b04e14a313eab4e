import { type Random, randomInt } from "../../base/random.ts";
import type { WechatFailure } from "./errors.ts";

const isSns = (path: string): boolean => path.startsWith("/sns/");

/**
 * Responds with JSON as WeChat writes it: every slash escaped, always HTTP 200, and `text/plain` from `/sns/*`.
 * `headers` are added to the content type.
 */
export function answer(body: object, path = "", headers: Record<string, string> = {}): Response {
  const text = JSON.stringify(body).replaceAll("/", "\\/");
  const type = isSns(path) ? "text/plain" : "application/json; encoding=utf-8";
  return new Response(text, { headers: { "content-type": type, ...headers } });
}

/** Responds with an errcode. Its text is followed by a space (`/sns`: by a comma and a space) and the request id. */
export function refusal(failure: WechatFailure, rid: string, path = ""): Response {
  const errmsg = `${failure.message}${isSns(path) ? "," : ""} rid: ${rid}`;
  return answer({ errcode: failure.errcode, errmsg }, path);
}

/** The response of calls that return nothing but their success. */
export const ok = { errcode: 0, errmsg: "ok" };

/** Success with the id of the message, which may be larger than JavaScript's safe integers. */
export const sentAs = (msgId: bigint): Response =>
  new Response(`{"errcode":0,"errmsg":"ok","msgid":${msgId}}`, {
    headers: { "content-type": "application/json; encoding=utf-8" },
  });

/** A request id: the Unix time and two random groups, eight hexadecimal digits each. */
export function requestId(seconds: number, random: Random): string {
  const groups = [seconds, randomInt(random, 2 ** 32), randomInt(random, 2 ** 32)];
  return groups.map((group) => group.toString(16).padStart(8, "0")).join("-");
}
