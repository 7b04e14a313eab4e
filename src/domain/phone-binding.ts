import { hmacSha256 } from "../base/bytes.ts";
import { type Random, randomInt } from "../base/random.ts";
import type { Secret } from "../base/secret.ts";
import type { Attempt } from "./attempt.ts";
import { bareCode, withoutLabel } from "./typed.ts";

/**
 * What is stored with an attempt until it is redeemed: WeChat's details of a newcomer, and the phone that they bind.
 * Times are milliseconds since the epoch.
 */
export interface PhoneBinding {
  readonly attemptId: string;
  /** The next three fields are WeChat's details of the person. */
  readonly unionId?: string;
  readonly name?: string;
  readonly avatar?: string;
  /** `name` if it came from WeChat; absent if it was generated. */
  readonly toldName?: string;
  /** The number (E.164) of the newest code, and the code's hash. The code itself is never stored. */
  readonly phone?: string;
  readonly otpHash?: string;
  readonly otpExpiresAt?: number;
  /** The account that the newest SMS said it joins; absent if it did not say so. */
  readonly joins?: string;
  /** When the person said that the number belongs to them now and to the other account no more. */
  readonly newOwnerAt?: number;
  /** The number (E.164) that the person has verified in this attempt. The redeem writes it. */
  readonly verifiedPhone?: string;
  readonly keptAt: number;
}

/** The newest code of a phone binding. */
export type PhoneCode = Required<Pick<PhoneBinding, "phone" | "otpHash" | "otpExpiresAt">> &
  Pick<PhoneBinding, "joins">;

/** How long the code of an SMS is valid, in milliseconds. */
export const otpLifetime = 5 * 60_000;

/** How many tries a code allows. */
export const otpTries = 5;

/** The time between two SMS of an attempt, in milliseconds. */
export const smsSpacing = 60_000;

/** The same if the first SMS was apparently not sent; longer than a sender's timeout. */
const smsAgainAfter = 15_000;

/** Six digits. */
export const newOtp = (random: Random): string => String(randomInt(random, 1_000_000)).padStart(6, "0");

/** The stored form of a code, which is valid for one attempt and one number only. */
export const hashOtp = (key: Secret, attemptId: string, phone: string, otp: string): string =>
  hmacSha256(key.reveal(), "otp", attemptId, phone, otp);

/** The typed code without spaces; undefined if it cannot be a code. */
export function readOtp(typed: string): string | undefined {
  const digits = bareCode(withoutLabel(typed.slice(0, 100)));
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/** When this attempt may request another SMS; undefined if it had none. */
export function resendAt({ smsAt, phone }: Attempt): number | undefined {
  return smsAt === undefined ? undefined : smsAt + (phone === undefined ? smsAgainAfter : smsSpacing);
}

/**
 * The attempt after an SMS was reserved. It is stored before the SMS is sent, so that a crash does not allow another
 * one at once.
 */
export function reserved({ phone: _, ...attempt }: Attempt, now: number): Attempt {
  return { ...attempt, smsAt: now, version: attempt.version + 1 };
}

/** The attempt after that SMS was sent. */
export const sentTo = (attempt: Attempt, phone: string): Attempt => ({
  ...attempt,
  phone,
  version: attempt.version + 1,
});
