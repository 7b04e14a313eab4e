import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { encrypt } from "./crypto.ts";
import type { PushKeys } from "./open.ts";
import { contentOf } from "./reply-content.ts";
import { sign } from "./signature.ts";
import { contentTypeOf, write } from "./write.ts";

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
 * What a push is answered with: a text of at most 2048 bytes of UTF-8, media uploaded before, 1 to 8 articles
 * (clients show one), or the account's human service (`transfer_customer_service`), where `account` names one agent.
 */
export type Reply =
  | { type: "text"; text: string }
  | { type: "image" | "voice"; mediaId: string }
  | { type: "video"; mediaId: string; title?: string; description?: string }
  | { type: "music"; thumbMediaId: string; title?: string; description?: string; url?: string; hqUrl?: string }
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

/** What sealing a reply takes besides the keys. */
export interface ReplySeal {
  /** The nonce of the push's URL, echoed under our own timestamp and signature. */
  readonly nonce: string;
  /** Gives the signature's time, and the reply's where the push has none. */
  readonly clock: Clock;
  /** Gives the 16 bytes before the plaintext. */
  readonly random: Random;
}

/**
 * Encodes the passive reply to a push, in the keys' format: as it is in plain mode, encrypted and signed in the
 * others, and for no reply the word `success`, which no mode encrypts. Characters that XML forbids are left out.
 *
 * @throws {RangeError} when a text is longer than 2048 bytes, or there are more than 8 articles.
 * @throws {TypeError} when the mode needs an `aesKey` and `keys` holds none of 43 letters and digits.
 */
export function encodeReply(keys: PushKeys, push: Answered, reply: Reply | undefined, seal: ReplySeal): EncodedReply {
  if (reply === undefined) return { contentType: "text/plain; charset=utf-8", body: "success" };
  const children = [
    ["ToUserName", push.openId],
    ["FromUserName", push.toUser],
    ["CreateTime", push.createTime ?? Math.floor(seal.clock.now() / 1000)],
    ...contentOf(reply),
  ] as const;
  return sealReply(keys, write(children, keys.format), seal);
}

/**
 * Seals a reply written by hand, such as the JSON that some mini-program events ask for: as it is in plain mode,
 * encrypted and signed in the others.
 *
 * @param plaintext In the keys' format.
 * @throws {TypeError} when the mode needs an `aesKey` and `keys` holds none of 43 letters and digits.
 */
export function sealReply(keys: PushKeys, plaintext: string, { nonce, clock, random }: ReplySeal): EncodedReply {
  const contentType = contentTypeOf(keys.format);
  if (keys.mode === "plain") return { contentType, body: plaintext };
  const now = Math.floor(clock.now() / 1000);
  const encrypted = encrypt(keys, plaintext, random);
  const signature = sign(keys.token, String(now), nonce, encrypted);
  const envelope = [
    ["Encrypt", encrypted],
    ["MsgSignature", signature],
    ["TimeStamp", now],
    ["Nonce", nonce],
  ] as const;
  return { contentType, body: write(envelope, keys.format) };
}
