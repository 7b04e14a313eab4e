import { digitsOf, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import type { ChatCodeSeed } from "./chat-code.ts";

/** How long a site's server may look one up, in milliseconds. */
export const verificationCodeLifetime = 3 * 60_000;

/** So many look-ups of one token may be wrong while a code lives. */
export const wrongLookUps = 30;

/** For so long, in milliseconds, wrong look-ups make new codes longer. */
export const lookUpSpan = 24 * 60 * 60_000;

/** From so many wrong ones in that time on there is no need to count further. */
export const manyWrongLookUps = 100_000;

/** What the programs that look codes up expect to be typed in. */
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

/** The code that answers a push: a delivery of the same push hears the same one, and nothing readable is kept. */
export function deriveVerificationCode(
  key: Secret,
  appid: string,
  pushKey: string,
  { draw, length }: ChatCodeSeed,
): string {
  const seed = hmacSha256(key.reveal(), "verification-code", appid, pushKey, `${draw} ${length}`);
  return digitsOf(seed, length);
}

/** How a code is kept and found: it means something at one source only, and nothing to a page that takes chat codes. */
export const hashVerificationCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "verification-code-hash", appid, code);

/** Whether a text could be a code at all; what could not is no guess. */
export const mayBeVerificationCode = (text: string): boolean => /^\d{6,32}$/.test(text);
