import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/** A code that the chat gave to a person, to be typed into a page. Times are milliseconds since the epoch. */
export interface ChatCode {
  /** The source whose chat it was. */
  readonly appid: string;
  /** The code itself is never stored. */
  readonly hash: string;
  /** The person that it was given to. */
  readonly openId: string;
  readonly expiresAt: number;
}

/** How long it is valid, in milliseconds. */
export const chatCodeLifetime = 5 * 60_000;

/** Without 0 and O, 1 and I, which look alike. */
export const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

const shortest = 8;

/** How many guesses an address has in the lifetime of a code. */
export const guessesPerAddress = 20;

/**
 * The length of a new code: long enough that all guesses of an address together match one of the `live` codes with a
 * probability of at most 1 in 1,000,000. Eight characters serve 54,975 live codes.
 */
export function chatCodeLength(live: number): number {
  let length = shortest;
  while ((live + 1) * guessesPerAddress * 1_000_000 > alphabet.length ** length) length++;
  return length;
}

/** Live codes are counted up to this number only: nine characters serve 1.7 million. */
export const manyChatCodes = 60_000;

/** The input from which a code is derived, besides the key. */
export interface ChatCodeSeed {
  readonly draw: number;
  readonly length: number;
  /** A code of digits that a site's server looks up; Saoma's own pages do not accept it. */
  readonly isVerification?: true;
}

/** The code for a push. Each delivery of the push gets the same one, and no readable code is stored. */
export function deriveChatCode(key: Secret, appid: string, pushKey: string, { draw, length }: ChatCodeSeed): string {
  const bits = Buffer.from(hmacSha256(key.reveal(), "chat-code", appid, pushKey, `${draw} ${length}`), "base64url");
  return Array.from(bits.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** The stored form of a code, which is valid at one source only. */
export const hashChatCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "chat-code-hash", appid, code);

/** The code in groups of four, as people read it. */
export const spaced = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/**
 * The typed code in normal form: capitals, without spaces; undefined if it cannot be a code. A label is removed only if
 * the text with it is no code, because a code may end in THX.
 */
export function readChatCode(typed: string): string | undefined {
  const text = typed.slice(0, 100);
  return chatCodeIn(text) ?? chatCodeIn(withoutLabel(text));
}

function chatCodeIn(text: string): string | undefined {
  const code = bareCode(text).toUpperCase();
  return code.length >= shortest && code.length <= 32 && [...code].every((one) => alphabet.includes(one))
    ? code
    : undefined;
}
