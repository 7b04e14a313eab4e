/** Pushes in WeChat's layout, and functions that sign and encrypt them. */
import { sha256 } from "../../src/base/bytes.ts";
import { systemRandom } from "../../src/base/random.ts";
import type { PushKeys, PushQuery } from "../../src/wechat/index.ts";
import { encrypt } from "../../src/wechat/push/crypto.ts";
import { sign } from "../../src/wechat/push/signature.ts";
import { pamtest } from "./vectors.ts";

export const account = "gh_0123456789ab";
export const openId = "oABCDE0123456789abcdefghijkl";
export const sentAt = 1_700_000_000;
export const nowMs = sentAt * 1000;
export const plainKeys: PushKeys = { ...pamtest, mode: "plain" };
export const compatibleKeys: PushKeys = { ...pamtest, mode: "compatible" };
export const safeKeys: PushKeys = pamtest;

/** The body of a push: the four common fields, then `special`. */
export function layout(type: string, special: string): string {
  const people = `<ToUserName><![CDATA[${account}]]></ToUserName>\n<FromUserName><![CDATA[${openId}]]></FromUserName>\n`;
  const head = `${people}<CreateTime>${sentAt}</CreateTime>\n<MsgType><![CDATA[${type}]]></MsgType>\n`;
  return `<xml>${head}${special}</xml>`;
}

export const subscribe = layout("event", "<Event><![CDATA[subscribe]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n");

export const text = (content: string): string =>
  layout("text", `<Content><![CDATA[${content}]]></Content>\n<MsgId>24811234567890123</MsgId>\n`);

export interface Delivery {
  query: PushQuery;
  body: string;
}

export function plainDelivery(body: string, timestamp = String(sentAt)): Delivery {
  const query = { timestamp, nonce: "1234567890" };
  return { query: { ...query, signature: sign(plainKeys.token, query.timestamp, query.nonce) }, body };
}

export const safeBody = (encrypted: string): string =>
  `<xml>\n    <ToUserName><![CDATA[${account}]]></ToUserName>\n    <Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>\n`;

function compatibleBody(plaintext: string, encrypted: string): string {
  const children = plaintext.slice("<xml>".length, -"</xml>".length).replace(/^(?=.)/gm, "    ");
  return `<xml>\n${children}    <Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>\n`;
}

/** The URL of an encrypted push, with both signatures as WeChat sends them. */
export function encryptedQuery(encrypted: string, timestamp = String(sentAt)): PushQuery {
  const { token } = safeKeys;
  const nonce = "1234567890";
  const signature = sign(token, timestamp, nonce);
  return { timestamp, nonce, signature, encrypt_type: "aes", msg_signature: sign(token, timestamp, nonce, encrypted) };
}

export function safeDelivery(plaintext: string, timestamp = String(sentAt)): Delivery {
  const encrypted = encrypt(safeKeys, plaintext, systemRandom);
  return { query: encryptedQuery(encrypted, timestamp), body: safeBody(encrypted) };
}

/** A compatible-mode push whose two copies may differ. */
export function compatibleDelivery(plaintext: string, shown = plaintext): Delivery {
  const encrypted = encrypt(safeKeys, plaintext, systemRandom);
  return { query: encryptedQuery(encrypted), body: compatibleBody(shown, encrypted) };
}

export const fingerprintOf = (plaintext: string): string => sha256(plaintext);
