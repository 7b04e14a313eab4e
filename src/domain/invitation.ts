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
  /** From when on it may be redeemed. */
  readonly validFrom: number;
  readonly expiresAt: number;
}

/** When an invitation was made, and from when until when it may be redeemed. */
export type InvitationTimes = Pick<Invitation, "createdAt" | "validFrom" | "expiresAt">;

/** How long an invitation may be redeemed, in milliseconds. */
export const invitationLifetime = 24 * 3_600_000;

/** How long one from the console or the Admin API waits before that, for its person to object, in milliseconds. */
export const invitationWait = 24 * 3_600_000;

/**
 * 60 bits: all guesses that one address has in a day match one of a thousand live codes with a probability of about 1
 * in 10^15.
 */
const length = 12;

/** A new code: three groups of four characters, without lookalikes. */
export const newInvitationCode = (random: Random): string =>
  Array.from({ length }, () => alphabet[randomInt(random, alphabet.length)]).join("");

/** The stored form of a code. */
export const hashInvitation = (key: Secret, code: string): string => hmacSha256(key.reveal(), "invitation", code);

/** The typed code in normal form: capitals, without spaces; undefined if it cannot be a code. */
export function readInvitationCode(typed: string): string | undefined {
  const code = bareCode(typed.slice(0, 100)).toUpperCase();
  return code.length === length && [...code].every((one) => alphabet.includes(one)) ? code : undefined;
}
