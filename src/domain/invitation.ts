import { hmacSha256 } from "../base/bytes.ts";
import { type Random, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import { alphabet } from "./chat-code.ts";
import { bareCode } from "./typed.ts";

/**
 * An invitation: a one-time code by which a person whose only WeChat is gone, or who was imported, links one new
 * WeChat to their account. Times are milliseconds since the epoch.
 */
export interface Invitation {
  /** The code itself is never stored. */
  readonly hash: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** How long an invitation may be redeemed, in milliseconds. */
export const invitationLifetime = 24 * 3_600_000;

/** 60 bits: of all guesses that one address has in a day, one in a thousand million million hits one of a thousand live ones. */
const length = 12;

/** A new code: four characters three times, without those that look alike. */
export const newInvitationCode = (random: Random): string =>
  Array.from({ length }, () => alphabet[randomInt(random, alphabet.length)]).join("");

/** How a code is kept and found. */
export const hashInvitation = (key: Secret, code: string): string => hmacSha256(key.reveal(), "invitation", code);

/** What was typed, in capitals and in one piece; undefined where no code looks so. */
export function readInvitationCode(typed: string): string | undefined {
  const code = bareCode(typed.slice(0, 100)).toUpperCase();
  return code.length === length && [...code].every((one) => alphabet.includes(one)) ? code : undefined;
}
