import { digitsOf, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { ChatCodeSeed } from "./chat-code.ts";

/** How long a site's server may look a code up, in milliseconds. */
export const verificationCodeLifetime = 3 * 60_000;

/** How many wrong look-ups a token has in the lifetime of a code. */
export const wrongLookUps = 30;

/** The period in which wrong look-ups make new codes longer, in milliseconds. */
export const lookUpSpan = 24 * 60 * 60_000;

/** Wrong look-ups are counted up to this number only. */
export const manyWrongLookUps = 100_000;

/** The minimum number of digits that programs with look-ups expect. */
const fewest = 6;

/** All wrong look-ups together match a live code with a probability of at most 1 in this many. */
const sparseness = 10_000;

/**
 * How many digits a new code has: enough that a day's wrong look-ups, and those that may follow while it is valid,
 * match one of the `live` codes with a probability of at most 1 in 10,000. Six digits serve three live codes without
 * an attack. A hit signs the guesser in as another person: these codes need more digits than those that a page
 * shows.
 */
export function verificationCodeLength(live: number, wrong: number): number {
  let length = fewest;
  while ((live + 1) * (wrong + wrongLookUps) * sparseness > 10 ** length) length++;
  return length;
}

/** The code for a push. Each delivery of the push gets the same one, and no readable code is stored. */
export function deriveVerificationCode(
  key: Secret,
  appid: string,
  pushKey: string,
  { draw, length }: ChatCodeSeed,
): string {
  const seed = hmacSha256(key.reveal(), "verification-code", appid, pushKey, `${draw} ${length}`);
  return digitsOf(seed, length);
}

/** The stored form of a code. It is valid at one source only, and not on pages that take chat codes. */
export const hashVerificationCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "verification-code-hash", appid, code);

/** Whether a text could be a code. A text that could not is not counted as a guess. */
export const mayBeVerificationCode = (text: string): boolean => /^\d{6,32}$/.test(text);
