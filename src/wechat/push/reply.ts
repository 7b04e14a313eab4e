import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { encrypt } from "./crypto.ts";
import type { PushKeys } from "./open.ts";
import { contentOf, type Reply } from "./reply-content.ts";
import { sign } from "./signature.ts";
import { contentTypeOf, write } from "./write.ts";

/** A response body and its type. */
export interface EncodedReply {
  /** The `Content-Type`. */
  contentType: string;
  /** The body. */
  body: string;
}

/** The fields of a push that its reply needs. */
export interface Answered {
  /** The account's original id (`ToUserName` of the push). */
  toUser: string;
  /** The person's openid (`FromUserName` of the push). */
  openId: string;
  /** Unix seconds. If given, it dates the reply, so that each delivery of a push gets the same plaintext. */
  createTime?: number;
}

/** What is needed besides the keys to encrypt and sign a reply. */
export interface ReplySeal {
  /** The nonce of the push's URL, echoed under our own timestamp and signature. */
  readonly nonce: string;
  /** The time of the signature, and of the reply if the push has none. */
  readonly clock: Clock;
  /** Source of the 16 random bytes before the plaintext. */
  readonly random: Random;
}

/**
 * Encodes the passive reply to a push, in the format of the keys: unencrypted in plain mode, encrypted and signed in
 * the others. Without a reply it is the word `success`, which is never encrypted. Characters that XML forbids are
 * left out.
 *
 * @throws {RangeError} if a text is longer than 2,048 bytes, or there are more than 8 articles.
 * @throws {TypeError} if the mode needs an `aesKey`, and `keys` has none of 43 letters and digits.
 * @example
 * import { encodeReply, type Push, type PushKeys, systemClock, systemRandom } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * declare const push: Push;
 * const reply = { type: "text", text: "你好" } as const;
 * const seal = { nonce: "the nonce", clock: systemClock, random: systemRandom };
 * const { contentType, body } = encodeReply(keys, push, reply, seal);
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
 * Encodes a reply that you have written yourself, such as the JSON that some mini-program events expect: unencrypted
 * in plain mode, encrypted and signed in the others.
 *
 * @param plaintext The reply, in the format of the keys.
 * @throws {TypeError} if the mode needs an `aesKey`, and `keys` has none of 43 letters and digits.
 * @example
 * import { type PushKeys, sealReply, systemClock, systemRandom } from "saoma/wechat";
 *
 * declare const keys: PushKeys;
 * const seal = { nonce: "the nonce", clock: systemClock, random: systemRandom };
 * const { body } = sealReply(keys, '{"ErrCode":0}', seal);
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
