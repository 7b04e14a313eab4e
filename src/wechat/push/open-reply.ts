import { decrypt } from "./crypto.ts";
import { parseBody } from "./message.ts";
import { encryptedIn, type PushKeys } from "./open.ts";
import { isSigned } from "./signature.ts";
import { skipProlog } from "./xml.ts";

/** Why WeChat would not accept a reply. */
export type ReplyRefusal = "malformed" | "unencrypted" | "signature" | "encryption" | "appid";

/** The result of {@link openReply}: the reply, or why WeChat would not accept it. */
export type OpenedReply =
  | {
      /** WeChat would accept it. */
      ok: true;
      /** The reply as the server wrote it, decrypted. Absent if there is no reply: the body is empty, or `success`. */
      plaintext?: string;
    }
  | RefusedReply;

type RefusedReply = { ok: false; reason: ReplyRefusal };

/**
 * Opens what a server replied to a push, as WeChat does: the opposite of `encodeReply`. In safe mode a reply has to be
 * encrypted, in compatible mode it may be; the signature is checked either way.
 *
 * @param body UTF-8 text.
 * @throws {TypeError} if the mode needs an `aesKey`, and `keys` has none of 43 letters and digits.
 * @example
 * import { openReply, type PushKeys } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * const opened = openReply(keys, "<xml>…</xml>");
 * if (opened.ok) console.log(opened.plaintext ?? "it says nothing");
 * else console.log(opened.reason);
 */
export function openReply(keys: PushKeys, body: string): OpenedReply {
  const text = body.trim();
  if (text === "" || text === "success") return { ok: true };
  const fields = keys.mode === "plain" ? undefined : parseBody(text, keys.format);
  if (fields?.Encrypt === undefined) return keys.mode === "safe" ? refused("unencrypted") : read(keys, text);
  const encrypted = encryptedIn(fields);
  const query = { timestamp: fields.TimeStamp?.trim() ?? "", nonce: fields.Nonce?.trim() ?? "" };
  if (!isSigned(keys.token, fields.MsgSignature?.trim(), query, encrypted)) return refused("signature");
  const decrypted = decrypt(keys, encrypted);
  return decrypted.ok ? read(keys, decrypted.text.trim()) : refused(decrypted.reason);
}

/** A reply may use more of XML than a push: its content concerns only the server and WeChat. */
function read({ format }: PushKeys, plaintext: string): OpenedReply {
  if (plaintext === "" || plaintext === "success") return { ok: true };
  const isReply = format === "json" ? isObject(plaintext) : xmlReply.test(plaintext.slice(skipProlog(plaintext)));
  return isReply ? { ok: true, plaintext } : refused("malformed");
}

const xmlReply = /^<xml>.*<MsgType>.*<\/xml>$/s;

/** Some events of mini-programs expect a reply with fields of their own. */
function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const refused = (reason: ReplyRefusal): OpenedReply => ({ ok: false, reason });
