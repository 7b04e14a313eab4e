import { digitsOf, hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { bareCode, withoutLabel } from "./typed.ts";
import { mayHaveDigits } from "./typed-digits.ts";

/**
 * A random guess matches a live code with a probability of at most 1 in this many, as long as there are enough
 * digits.
 */
const sparseness = 10_000;

/** For so long, in milliseconds, wrong codes of all guessers at a source are counted together. */
export const guessingSpan = 10 * 60_000;

/** From so many wrong ones in that time on new codes grow, and the operator is told. */
export const guessingCeiling = 100;

/** From so many on they have all the digits they will ever have: no need to count further. */
export const manyWrongCodes = 100 * guessingCeiling;

const [fewest, most] = [6, 8] as const;

/** From so many live codes on they have all the digits they will ever have: no need to count further. */
export const manyLiveCodes = 10 ** (most - 1) / sparseness + 1;

/** The fewest digits that a new code may have, after so many wrong ones: one more for each ten times the ceiling. */
export function leastSentCodeLength(wrong: number): number {
  let length: number = fewest;
  while (length < most && wrong > guessingCeiling * 10 ** (length - fewest)) length++;
  return length;
}

/**
 * How many digits a new code has: 6 with up to 100 live codes of its source, 7 with up to 1,000, 8 beyond; during an
 * attack, when `least` is above 6, as many more. A hit signs the guesser in to a stranger's browser, which shows the
 * account; this is why few digits are enough.
 */
export function sentCodeLength(live: number, least: number = fewest): number {
  let length = least;
  while (length < most && live * sparseness * 10 ** (least - fewest) > 10 ** length) length++;
  return length;
}

/** What an attempt's code follows from, besides the key and the claim. */
export interface SentCodeSeed {
  readonly attemptId: string;
  /** Which draw it is: the first whose code is free. */
  readonly draw: number;
  readonly length: number;
}

/** The code that the claim's holder is shown. Derived, so that it is always the same and nothing readable is kept. */
export const deriveSentCode = (key: Secret, claim: string, { attemptId, draw, length }: SentCodeSeed): string =>
  digitsOf(hmacSha256(key.reveal(), "code", attemptId, claim, `${draw} ${length}`), length);

/** How a code is kept and found: it means something at one source only. */
export const hashSentCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "code-hash", appid, code);

/** No message of this kind is longer, in UTF-16 units. */
const longest = 64;

/** Digits told one by one, or in two halves, which a stop parts. */
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
 * Whether a message that is no code looks as if it was meant to be one: a digit more or less, a letter that looks like
 * a digit, or a label before something else.
 */
export function isNearlySentCode(message: string): boolean {
  if (!mayHoldCode(message) || readSentCode(message) !== undefined) return false;
  const code = codeIn(message);
  if (isDigits(code) && (code.length === fewest - 1 || code.length === most + 1)) return true;
  const isLike = /^[\doil|]+$/i.test(code) && code.length >= fewest && code.length <= most;
  return (isLike && /(?:\d.*){4}/.test(code)) || (/码|碼|code/i.test(message) && /\d{4}/.test(code));
}

/** Most of what people write has no digit of any kind. */
const mayHoldCode = (message: string): boolean => message.length <= longest && mayHaveDigits(message);

function codeIn(message: string): string {
  const text = bareCode(withoutLabel(message));
  return oneByOne.test(text) ? text.replace(/\D/g, "") : text.replace(halves, "$1");
}
