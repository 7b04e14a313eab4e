import type { PhoneBinding, PhoneCode } from "../domain/phone-binding.ts";

/** What is stored beside an attempt while it asks for a phone. */
export interface PhoneBindings {
  /** False where the attempt has one; nothing is written then. */
  insert(binding: PhoneBinding): Promise<boolean>;
  get(attemptId: string): Promise<PhoneBinding | undefined>;
  /** Puts a code in the place of the one before; false where there is no such binding. */
  setCode(attemptId: string, code: PhoneCode): Promise<boolean>;
  /**
   * Writes the number that the person has shown to be theirs, and when they said that it had another owner before. A
   * number that WeChat gave takes the place of an SMS that was sent. Returns false if there is no such binding.
   */
  setVerified(attemptId: string, phone: string, how: PhoneVerification): Promise<boolean>;
}

/** How a number was verified in an attempt. */
export interface PhoneVerification {
  /** By the code of an SMS; otherwise WeChat's phone button gave it. */
  readonly isBySms: boolean;
  /** When the person said that the number is theirs now, although an account has it. */
  readonly newOwnerAt?: number;
}

/** What SMS have cost, by day. */
export interface SmsSpend {
  /**
   * Adds `amount` to a day's spend where it stays within `cap`, both in ten thousandths; false where it would not:
   * nothing is written then. `day` is days since the epoch.
   */
  add(day: number, amount: number, cap: number): Promise<boolean>;
}
