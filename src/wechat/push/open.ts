import type { Secret } from "../../base/secret.ts";
import { decrypt } from "./crypto.ts";
import type { PushFields, PushFormat } from "./fields.ts";
import { type Push, parseBody, readPush } from "./message.ts";
import { isSigned } from "./signature.ts";

/** How the console is set to push: 明文模式, 兼容模式 or 安全模式. */
export type PushMode = "plain" | "compatible" | "safe";

/** What opens an account's pushes. Mode and format are the configuration's; nothing in a request chooses them. */
export interface PushKeys {
  appid: string;
  /** The console's Token: 3 to 32 letters and digits. */
  token: Secret;
  /** The console's EncodingAESKey, 43 letters and digits. Required unless `mode` is `plain`. */
  aesKey?: Secret;
  mode: PushMode;
  /** The console's 数据格式. JSON is for mini-programs and website apps. Default: `xml`. */
  format?: PushFormat;
}

/** What is read of a push's URL. `openid` is not: nothing signs it. */
export interface PushQuery {
  signature?: string;
  msg_signature?: string;
  timestamp?: string;
  nonce?: string;
  encrypt_type?: string;
  echostr?: string;
}

/** Why a push was refused, for the log; the outside hears the same for all. */
export type PushRefusal = "stale" | "signature" | "mode" | "appid" | "malformed" | "encryption";

export type RefusedPush = { ok: false; reason: PushRefusal };

export type OpenedPush = { ok: true; push: Push } | RefusedPush;

const windowMs = 300_000;

/** The longest body worth reading, in bytes: 64 KiB, and 192 KiB in compatible mode, which says everything twice. */
export const maxPushBytes = (mode: PushMode): number => (mode === "compatible" ? 196_608 : 65_536);

/**
 * Answers the console's check of the server URL: the `echostr` to send back as it is, as `text/plain`, or undefined
 * when the signature does not hold. The same in all modes; WeChat may repeat a request, so it is no replay.
 */
export const verifyEcho = (keys: PushKeys, query: PushQuery): string | undefined =>
  isSigned(keys.token, query.signature, query) ? query.echostr : undefined;

/**
 * Whether a request's own signature holds, whatever its time. In plain mode it is all that a forger needs, and covers
 * nothing of the body: whoever takes such requests remembers each nonce, whatever became of the request.
 */
export const isPlainlySigned = (keys: PushKeys, query: PushQuery): boolean =>
  /^\d{1,12}$/.test(query.timestamp ?? "") && isSigned(keys.token, query.signature, query);

/**
 * Opens a push: the mode, the signature (constant-time, before anything is decrypted), the URL's timestamp within
 * 300 s of `nowMs`, the encryption with its appid, the message. Safe and compatible mode read the decrypted copy
 * only. A replay within the window opens again: that is for whoever remembers `key` and `fingerprint`.
 *
 * @param body UTF-8 text, not longer than {@link maxPushBytes}.
 * @throws {TypeError} when the mode needs an `aesKey` and `keys` holds none of 43 letters and digits.
 */
export function openPush(keys: PushKeys, query: PushQuery, body: string, nowMs: number): OpenedPush {
  if (keys.mode === "plain") return checkPlain(keys, query, nowMs) ?? read(keys, body);
  const outer = parseBody(body, keys.format);
  const wrong = checkEncrypted(keys, query, outer, nowMs);
  if (wrong) return wrong;
  const decrypted = decrypt(keys, encryptedIn(outer));
  return decrypted.ok ? read(keys, decrypted.text) : decrypted;
}

/** Why a push in plain mode is refused before it is read; undefined where WeChat signed its URL. */
export function checkPlain(keys: PushKeys, query: PushQuery, nowMs: number): RefusedPush | undefined {
  if (query.encrypt_type === "aes") return refused("mode");
  if (!isSigned(keys.token, query.signature, query)) return refused("signature");
  return isFresh(query, nowMs) ? undefined : refused("stale");
}

/** Why an encrypted push is refused before it is decrypted; undefined where WeChat signed `outer.Encrypt`. */
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

/** What is signed, and decrypted, without the blanks around it. */
export const encryptedIn = (outer: PushFields | undefined): string => outer?.Encrypt?.trim() ?? "";

function read({ format }: PushKeys, plaintext: string): OpenedPush {
  const push = readPush(plaintext, format);
  return push === undefined ? refused("malformed") : { ok: true, push };
}

function isFresh({ timestamp = "" }: PushQuery, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowMs) <= windowMs;
}

const refused = (reason: PushRefusal): RefusedPush => ({ ok: false, reason });
