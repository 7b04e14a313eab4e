import type { Secret } from "../../base/secret.ts";
import { decrypt } from "./crypto.ts";
import type { PushFields, PushFormat } from "./fields.ts";
import { type Push, parseBody, readPush } from "./message.ts";
import { isSigned } from "./signature.ts";

/** How the console is set to push: 明文模式, 兼容模式 or 安全模式. */
export type PushMode = "plain" | "compatible" | "safe";

/**
 * What opens the pushes of an account. Mode and format come from the configuration; a request cannot choose them.
 */
export interface PushKeys {
  /** The account's appid. */
  appid: string;
  /** The console's Token: 3 to 32 letters and digits. */
  token: Secret;
  /** The console's EncodingAESKey: 43 letters and digits. Required unless `mode` is `plain`. */
  aesKey?: Secret;
  /** The console's 消息加解密方式: `plain` is 明文, `compatible` 兼容, `safe` 安全模式. */
  mode: PushMode;
  /** The console's 数据格式; JSON is for mini-programs and website apps. Default: `xml`. */
  format?: PushFormat;
}

/** The query of a push that is read. `openid` is not: no signature covers it. */
export interface PushQuery {
  /** The signature of the request. */
  signature?: string;
  /** The signature of the encrypted body. */
  msg_signature?: string;
  /** When WeChat sent it, in Unix seconds. */
  timestamp?: string;
  /** The nonce. */
  nonce?: string;
  /** `aes` if the body is encrypted. */
  encrypt_type?: string;
  /** What the check of a server URL must return. */
  echostr?: string;
}

/** Why a push was refused, for the log; the response is the same for all reasons. */
export type PushRefusal = "stale" | "signature" | "mode" | "appid" | "malformed" | "encryption";

export type RefusedPush = { ok: false; reason: PushRefusal };

/** The result of {@link openPush}: the push, or why it was refused. */
export type OpenedPush =
  | {
      ok: true;
      /** The push. */
      push: Push;
    }
  | RefusedPush;

const windowMs = 300_000;

/** The longest body worth reading, in bytes: 64 KiB, and 192 KiB in compatible mode, which sends everything twice. */
export const maxPushBytes = (mode: PushMode): number => (mode === "compatible" ? 196_608 : 65_536);

/**
 * Checks the request by which the console verifies a server URL. Returns what to respond with, or undefined if the
 * request is not WeChat's.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
 * @example
 * import { type PushKeys, type PushQuery, verifyEcho } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * declare const query: PushQuery;
 * const echo = verifyEcho(keys, query);
 */
export const verifyEcho = (keys: PushKeys, query: PushQuery): string | undefined =>
  isSigned(keys.token, query.signature, query) ? query.echostr : undefined;

/**
 * Whether a request's own signature is right, whatever its time. In plain mode an attacker needs nothing more, and the
 * signature does not cover the body: remember each nonce, even of requests that were refused.
 *
 * @example
 * import { isPlainlySigned, type PushKeys, type PushQuery } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * declare const query: PushQuery;
 * if (!isPlainlySigned(keys, query)) console.log("not from WeChat");
 */
export const isPlainlySigned = (keys: PushKeys, query: PushQuery): boolean =>
  /^\d{1,12}$/.test(query.timestamp ?? "") && isSigned(keys.token, query.signature, query);

/**
 * Opens a push. Checks the mode, the signature (in constant time, before anything is decrypted), the timestamp of
 * the URL (within 300 s of `nowMs`), and the encryption with its appid. In safe and compatible mode only the
 * decrypted copy is read. A replay within the window opens again: remember `key` and `fingerprint` to detect it.
 *
 * @param body UTF-8 text, at most {@link maxPushBytes} long.
 * @throws {TypeError} if the mode needs an `aesKey`, and `keys` has none of 43 letters and digits.
 * @see
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 * @example
 * import { openPush, Secret } from "saoma/wechat";
 *
 * const keys = { appid: "wx0123456789abcdef", token: new Secret("the Token"), mode: "plain" } as const;
 * const query = { signature: "…", timestamp: "…", nonce: "…" };
 * const opened = openPush(keys, query, "<xml>…</xml>", Date.now());
 * if (opened.ok) console.log(opened.push.type);
 * else console.log(opened.reason);
 */
export function openPush(keys: PushKeys, query: PushQuery, body: string, nowMs: number): OpenedPush {
  if (keys.mode === "plain") return checkPlain(keys, query, nowMs) ?? read(keys, body);
  const outer = parseBody(body, keys.format);
  const wrong = checkEncrypted(keys, query, outer, nowMs);
  if (wrong) return wrong;
  const decrypted = decrypt(keys, encryptedIn(outer));
  return decrypted.ok ? read(keys, decrypted.text) : decrypted;
}

/** Why a push in plain mode is refused before it is parsed; undefined if WeChat signed its URL. */
export function checkPlain(keys: PushKeys, query: PushQuery, nowMs: number): RefusedPush | undefined {
  if (query.encrypt_type === "aes") return refused("mode");
  if (!isSigned(keys.token, query.signature, query)) return refused("signature");
  return isFresh(query, nowMs) ? undefined : refused("stale");
}

/** Why an encrypted push is refused before it is decrypted; undefined if WeChat signed `outer.Encrypt`. */
export function checkEncrypted(
  keys: PushKeys,
  query: PushQuery,
  outer: PushFields | undefined,
  nowMs: number,
): RefusedPush | undefined {
  if (query.encrypt_type !== "aes") return refused("mode");
  if (outer === undefined) return refused("malformed");
  if (outer.Encrypt === undefined) return refused("mode");
  if (!isSigned(keys.token, query.msg_signature, query, encryptedIn(outer))) return refused("signature");
  return isFresh(query, nowMs) ? undefined : refused("stale");
}

/** The text that is signed and decrypted, without the white space around it. */
export const encryptedIn = (outer: PushFields | undefined): string => outer?.Encrypt?.trim() ?? "";

function read({ format }: PushKeys, plaintext: string): OpenedPush {
  const push = readPush(plaintext, format);
  return push === undefined ? refused("malformed") : { ok: true, push };
}

function isFresh({ timestamp = "" }: PushQuery, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowMs) <= windowMs;
}

const refused = (reason: PushRefusal): RefusedPush => ({ ok: false, reason });
