import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/** A code that the chat gave a person, to be typed into a page. Times are milliseconds since the epoch. */
export interface ChatCode {
  /** The source whose chat it was. */
  readonly appid: string;
  /** The code itself is never stored. */
  readonly hash: string;
  /** Whose it is. */
  readonly openId: string;
  readonly expiresAt: number;
}

/** How long it may be typed, in milliseconds. */
export const chatCodeLifetime = 5 * 60_000;

/** Without 0 and O, 1 and I, which look alike. */
export const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

const shortest = 8;

/** How often an address may guess while a code lives. */
export const guessesPerAddress = 20;

/**
 * How many characters a new one has: so many that all guesses of an address together hit one of the `live` codes with
 * a chance of at most a millionth. Eight serve 54,975 live codes.
 */
export function chatCodeLength(live: number): number {
  let length = shortest;
  while ((live + 1) * guessesPerAddress * 1_000_000 > alphabet.length ** length) length++;
  return length;
}

/** From so many live ones on there is no need to count further: nine characters serve 1.7 million. */
export const manyChatCodes = 60_000;

/** What a code follows from, besides the key. */
export interface ChatCodeSeed {
  readonly draw: number;
  readonly length: number;
  /** Of digits, for a site's server to look up, and not for a page of ours. */
  readonly isVerification?: true;
}

/** The code that answers a push: a delivery of the same push hears the same one, and nothing readable is kept. */
export function deriveChatCode(key: Secret, appid: string, pushKey: string, { draw, length }: ChatCodeSeed): string {
  const bits = Buffer.from(hmacSha256(key.reveal(), "chat-code", appid, pushKey, `${draw} ${length}`), "base64url");
  return Array.from(bits.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** How a code is kept and found: it means something at one source only. */
export const hashChatCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "chat-code-hash", appid, code);

/** As people read it: in groups of four. */
export const spaced = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/**
 * What was typed, in capitals and in one piece; undefined where no code looks so. Without its label only if it is none
 * with it: a code may end in THX.
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
