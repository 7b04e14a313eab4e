import { digitsOf, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { bareCode, withoutLabel } from "./typed.ts";
import { mayHaveDigits } from "./typed-digits.ts";

/**
 * A random guess matches a live code with a probability of at most 1 in this many, as long as there are enough
 * digits.
 */
const sparseness = 10_000;

/** The period over which wrong codes of all guessers at a source are counted together, in milliseconds. */
export const guessingSpan = 10 * 60_000;

/** From this many wrong codes in that period on, new codes get longer and the operator is warned. */
export const guessingCeiling = 100;

/** Wrong codes are counted up to this number only: codes have their maximum length by then. */
export const manyWrongCodes = 100 * guessingCeiling;

const [fewest, most] = [6, 8] as const;

/** Live codes are counted up to this number only: codes have their maximum length by then. */
export const manyLiveCodes = 10 ** (most - 1) / sparseness + 1;

/**
 * The minimum length of a new code after so many wrong ones: one more digit for each factor of ten above the ceiling.
 */
export function leastSentCodeLength(wrong: number): number {
  let length: number = fewest;
  while (length < most && wrong > guessingCeiling * 10 ** (length - fewest)) length++;
  return length;
}

/**
 * The length of a new code: 6 digits with up to 100 live codes of its source, 7 with up to 1,000, 8 beyond; during an
 * attack, when `least` is above 6, as many more. A match would only sign the guesser in to a stranger's browser, which
 * shows the account: this is why few digits are enough.
 */
export function sentCodeLength(live: number, least: number = fewest): number {
  let length = least;
  while (length < most && live * sparseness * 10 ** (least - fewest) > 10 ** length) length++;
  return length;
}

/** The input from which an attempt's code is derived, besides the key and the claim. */
export interface SentCodeSeed {
  readonly attemptId: string;
  /** The number of the draw: the first one with a free code. */
  readonly draw: number;
  readonly length: number;
}

/** The code for the claim's holder. It is derived: always the same, and no readable code is stored. */
export const deriveSentCode = (key: Secret, claim: string, { attemptId, draw, length }: SentCodeSeed): string =>
  digitsOf(hmacSha256(key.reveal(), "code", attemptId, claim, `${draw} ${length}`), length);

/** The stored form of a code, which is valid at one source only. */
export const hashSentCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "code-hash", appid, code);

/** The maximum length of such a message, in UTF-16 units. */
const longest = 64;

/** Digits with a separator between all of them, or between two halves. */
const oneByOne = /^\d(?:([.,。:/])\s*\d)(?:\1\s*\d)+$/;
const halves = /^(\d{3,4})[.,。:/'’]\s*(?=\d{3,4}$)/;

const isDigits = (text: string): boolean => /^\d+$/.test(text);

/** The code in a message, as people type, forward and copy it; undefined if the message is not a code. */
export function readSentCode(message: string): string | undefined {
  if (!mayHoldCode(message)) return undefined;
  const digits = codeIn(message);
  return digits.length >= fewest && digits.length <= most && isDigits(digits) ? digits : undefined;
}

/**
 * Whether a message that is not a code was probably meant as one: a digit more or less, a letter that looks like a
 * digit, or a label with something else.
 */
export function isNearlySentCode(message: string): boolean {
  if (!mayHoldCode(message) || readSentCode(message) !== undefined) return false;
  const code = codeIn(message);
  if (isDigits(code) && (code.length === fewest - 1 || code.length === most + 1)) return true;
  const isLike = /^[\doil|]+$/i.test(code) && code.length >= fewest && code.length <= most;
  return (isLike && /(?:\d.*){4}/.test(code)) || (/码|碼|code/i.test(message) && /\d{4}/.test(code));
}

/** Most messages have no digit of any kind. */
const mayHoldCode = (message: string): boolean => message.length <= longest && mayHaveDigits(message);

function codeIn(message: string): string {
  const text = bareCode(withoutLabel(message));
  return oneByOne.test(text) ? text.replace(/\D/g, "") : text.replace(halves, "$1");
}
