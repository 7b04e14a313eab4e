import { isUtf8 } from "node:buffer";
import { sha256 } from "../../base/bytes.ts";
import { decryptBytes } from "./crypto.ts";
import type { GatheredFields, PushFields, PushFormat } from "./fields.ts";
import { gatherPushJson, readCutMember } from "./json.ts";
import { type Push, parseBody, pushOf, withWhole } from "./message.ts";
import { checkEncrypted, checkPlain, encryptedIn, type PushKeys, type PushQuery } from "./open.ts";
import { gatherXml, readCutElement, skipProlog } from "./xml.ts";

/** A push that WeChat signed but that cannot be parsed as a whole. */
export interface DamagedPush {
  /** The part before the damage; absent if it does not say whose push it is. */
  push?: Push;
}

/**
 * Reads what comes before the damage in a push that {@link openPush} found `malformed` or wrongly encrypted:
 * people's texts arrive with a `]]>` that ends their CDATA, with half a character, or with NUL. Returns undefined if
 * the push is not known to be WeChat's: its signature is wrong or, in plain mode, where the signature does not cover
 * the body, it is damaged in another way.
 *
 * @param body At most {@link maxPushBytes} long.
 * @example
 * import { openDamagedPush, type PushKeys, type PushQuery } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * declare const query: PushQuery;
 * declare const body: Uint8Array;
 * const sender = openDamagedPush(keys, query, body, Date.now())?.push?.openId;
 */
export function openDamagedPush(
  keys: PushKeys,
  query: PushQuery,
  body: Uint8Array,
  nowMs: number,
): DamagedPush | undefined {
  const plaintext = openBytes(keys, query, body, nowMs);
  const push = plaintext && readDamaged(plaintext, keys.format);
  if (push) return { push };
  return plaintext && keys.mode !== "plain" ? {} : undefined;
}

/** The signed plaintext; undefined if it is not signed or, in plain mode, does not begin and end as a push. */
function openBytes(keys: PushKeys, query: PushQuery, body: Uint8Array, nowMs: number): Uint8Array | undefined {
  const text = Buffer.from(body).toString();
  if (keys.mode === "plain") return !checkPlain(keys, query, nowMs) && isFramed(text, keys.format) ? body : undefined;
  const outer = parseBody(text, keys.format) ?? shownDamaged(text, keys);
  if (checkEncrypted(keys, query, outer, nowMs)) return undefined;
  const decrypted = decryptBytes(keys, encryptedIn(outer));
  return decrypted.ok ? decrypted.bytes : undefined;
}

/** How a body of each format begins and ends, and how compatible mode writes `Encrypt`. */
const frames = {
  xml: { begin: "<xml>", end: "</xml>", before: "<Encrypt><![CDATA[", after: "]]></Encrypt>" },
  json: { begin: "{", end: "}", before: '"Encrypt":"', after: '"' },
} as const;

function isFramed(text: string, format: PushFormat = "xml"): boolean {
  const { begin, end } = frames[format];
  const body = text.slice(skipProlog(text)).trimEnd();
  return body.startsWith(begin) && body.endsWith(end);
}

/**
 * In compatible mode the unencrypted copy is damaged in the same way. The text at the place of `Encrypt` must be
 * signed.
 */
function shownDamaged(text: string, { mode, format = "xml" }: PushKeys): PushFields | undefined {
  const { before, after } = frames[format];
  const at = mode === "compatible" && isFramed(text, format) ? text.lastIndexOf(before) : -1;
  const end = at < 0 ? -1 : text.indexOf(after, at + before.length);
  return end < 0 ? undefined : { Encrypt: text.slice(at + before.length, end) };
}

function readDamaged(plaintext: Uint8Array, format: PushFormat = "xml"): Push | undefined {
  const legible = legiblePrefix(plaintext);
  const [gathered, cut] =
    format === "json" ? [gatherPushJson(legible), readCutMember] : [gatherXml(legible), readCutElement];
  if (gathered.isWhole && Buffer.byteLength(legible) === plaintext.length) return undefined;
  const fingerprint = sha256(plaintext);
  const push = pushOf(withCutChild(gathered, legible, cut), fingerprint);
  const damaged = push && ({ ...push, damaged: true, key: `d:${fingerprint}` } as const);
  return damaged && withWhole(damaged, Buffer.from(plaintext).toString(), () => damaged.fields);
}

/** Adds the readable beginning of the damaged child, unless there are two of that name. */
function withCutChild({ fields, at }: GatheredFields, text: string, cut: typeof readCutElement): PushFields {
  const child = at === undefined ? undefined : cut(text, at);
  if (!child || child.name in fields) return fields;
  return Object.assign(Object.create(null), fields, { [child.name]: child.text });
}

/** The beginning of the text up to the first byte that is not UTF-8, or the first NUL. */
function legiblePrefix(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  const before = Buffer.from(nul < 0 ? bytes : bytes.subarray(0, nul));
  return isUtf8(before) ? before.toString() : utf8Prefix(before);
}

/** Decoding replaces each byte that is not UTF-8 with U+FFFD; but people may also write that character. */
function utf8Prefix(bytes: Buffer): string {
  const text = bytes.toString();
  let [from, offset] = [0, 0];
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes.toString("latin1", offset, offset + 3) !== "\xEF\xBF\xBD") return text.slice(0, at);
    [from, offset] = [at + 1, offset + 3];
  }
  return text;
}
