import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { encrypt } from "./crypto.ts";
import type { PushKeys } from "./open.ts";
import { sign } from "./signature.ts";

/** A card of a `news` reply. */
export interface Article {
  title: string;
  description?: string;
  /** Address of a picture, best 360×200. */
  picUrl?: string;
  /** Where a tap leads. */
  url: string;
}

/**
 * What a push is answered with: a text of at most 2048 bytes of UTF-8, 1 to 8 articles (clients show one), or the
 * account's human service (`transfer_customer_service`), where `account` names one agent.
 */
export type Reply =
  | { type: "text"; text: string }
  | { type: "news"; articles: readonly [Article, ...Article[]] }
  | { type: "human-service"; account?: string };

/** A response body and its type. */
export interface EncodedReply {
  contentType: string;
  body: string;
}

/** Of a push, what its reply needs. */
export interface Answered {
  toUser: string;
  openId: string;
  /** Unix seconds. Where given it dates the reply, so that each delivery of a push gets the same plaintext. */
  createTime?: number;
}

const maxTextBytes = 2048;
const maxArticles = 8;
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * Encodes the passive reply to a push: XML in plain mode, encrypted and signed in the others, and for no reply the
 * word `success`, which no mode encrypts. Characters that XML forbids are left out.
 *
 * @param nonce The nonce of the push's URL, echoed under our own timestamp and signature.
 * @throws {RangeError} when a text is longer than 2048 bytes, or there are more than 8 articles.
 * @throws {TypeError} when the mode needs an `aesKey` and `keys` holds none of 43 letters and digits.
 */
export function encodeReply(
  keys: PushKeys,
  push: Answered,
  reply: Reply | undefined,
  nonce: string,
  clock: Clock,
  random: Random,
): EncodedReply {
  if (reply === undefined) return { contentType: "text/plain; charset=utf-8", body: "success" };
  const now = Math.floor(clock.now() / 1000);
  const plaintext = message(push, reply, push.createTime ?? now);
  const body = keys.mode === "plain" ? plaintext : envelope(keys, encrypt(keys, plaintext, random), now, nonce);
  return { contentType: "text/xml; charset=utf-8", body };
}

function message(push: Answered, reply: Reply, createTime: number): string {
  const to = element("ToUserName", cdata(push.openId)) + element("FromUserName", cdata(push.toUser));
  return element("xml", to + element("CreateTime", String(createTime)) + content(reply));
}

function content(reply: Reply): string {
  switch (reply.type) {
    case "text":
      return element("MsgType", cdata("text")) + element("Content", cdata(checkedText(reply.text)));
    case "news":
      return element("MsgType", cdata("news")) + articles(reply.articles);
    case "human-service":
      return element("MsgType", cdata("transfer_customer_service")) + agent(reply.account);
  }
}

function articles(list: readonly Article[]): string {
  if (list.length < 1 || list.length > maxArticles) {
    throw new RangeError(`a news reply holds 1 to ${maxArticles} articles, this one ${list.length}`);
  }
  return element("ArticleCount", String(list.length)) + element("Articles", list.map(item).join(""));
}

function item({ title, description = "", picUrl = "", url }: Article): string {
  const text = element("Title", cdata(title)) + element("Description", cdata(description));
  return element("item", text + element("PicUrl", cdata(picUrl)) + element("Url", cdata(url)));
}

const agent = (account: string | undefined): string =>
  account === undefined ? "" : element("TransInfo", element("KfAccount", cdata(account)));

function envelope(keys: PushKeys, encrypted: string, now: number, nonce: string): string {
  const signature = sign(keys.token, String(now), nonce, encrypted);
  const signed = element("Encrypt", cdata(encrypted)) + element("MsgSignature", cdata(signature));
  return element("xml", signed + element("TimeStamp", String(now)) + element("Nonce", cdata(nonce)));
}

function checkedText(text: string): string {
  const bytes = Buffer.byteLength(text.replace(notInXml, ""));
  if (bytes > maxTextBytes) {
    throw new RangeError(`a text reply holds at most ${maxTextBytes} bytes of UTF-8, this one ${bytes}`);
  }
  return text;
}

const element = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;

const cdata = (text: string): string =>
  `<![CDATA[${text.replace(notInXml, "").replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
