import { hmacSha256 } from "../base/bytes.ts";
import { type Random, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/**
 * What is kept beside an attempt for the moment in which it is redeemed: what WeChat told of a newcomer, and the phone
 * they bind. Times are milliseconds since the epoch.
 */
export interface PhoneBinding {
  readonly attemptId: string;
  /** The next three are what WeChat told of the person, for when they are let in. */
  readonly unionId?: string;
  readonly name?: string;
  readonly avatar?: string;
  /** `name`, where WeChat told it: else it is a generated one. */
  readonly toldName?: string;
  /** The number (E.164) that the newest code was made for, and the code's hash; the code itself is never stored. */
  readonly phone?: string;
  readonly otpHash?: string;
  readonly otpExpiresAt?: number;
  /** The account that the newest SMS said it joins; absent where it said no such thing. */
  readonly joins?: string;
  /** When the person said that the number is theirs now, and was the other account's before. */
  readonly newOwnerAt?: number;
  /** The number (E.164) that the person has shown to be theirs in this attempt; theirs once it is redeemed. */
  readonly verifiedPhone?: string;
  readonly keptAt: number;
}

/** The newest code of a binding. */
export type PhoneCode = Required<Pick<PhoneBinding, "phone" | "otpHash" | "otpExpiresAt">> &
  Pick<PhoneBinding, "joins">;

/** How long the code of an SMS is good for, in milliseconds. */
export const otpLifetime = 5 * 60_000;

/** How often a code may be guessed at. */
export const otpTries = 5;

/** Between one SMS and the next of an attempt, in milliseconds. */
export const smsSpacing = 60_000;

/** The same if the first SMS was apparently not sent: longer than the timeout of a sender. */
const smsAgainAfter = 15_000;

/** Six digits. */
export const newOtp = (random: Random): string => String(randomInt(random, 1_000_000)).padStart(6, "0");

/** How a code is kept: it means something for one attempt and one number only. */
export const hashOtp = (key: Secret, attemptId: string, phone: string, otp: string): string =>
  hmacSha256(key.reveal(), "otp", attemptId, phone, otp);

/** What was typed, in one piece; undefined where no code looks so. */
export function readOtp(typed: string): string | undefined {
  const digits = bareCode(withoutLabel(typed.slice(0, 100)));
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/** When this attempt may request another SMS; undefined if it has had none. */
export function resendAt({ smsAt, phone }: Attempt): number | undefined {
  return smsAt === undefined ? undefined : smsAt + (phone === undefined ? smsAgainAfter : smsSpacing);
}

/** The attempt once an SMS is about to be sent: before it is, so that a crash cannot send another one at once. */
export function reserved({ phone: _, ...attempt }: Attempt, now: number): Attempt {
  return { ...attempt, smsAt: now, version: attempt.version + 1 };
}

/** The attempt once that SMS was sent. */
export const sentTo = (attempt: Attempt, phone: string): Attempt => ({
  ...attempt,
  phone,
  version: attempt.version + 1,
});
