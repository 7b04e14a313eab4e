import { hmacSha256 } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";

/** Of a guesser's tries at most one in so many may hit somebody's code, where digits are left to see to that. */
const sparseness = 10_000;

const [fewest, most] = [6, 8] as const;

/** From so many live codes on they have all the digits they will ever have: no need to count further. */
export const manyLiveCodes = 10 ** (most - 1) / sparseness + 1;

/**
 * How many digits a new code has: 6 beside up to 100 live ones of its source, 7 up to 1,000, 8 beyond. A hit would
 * sign the guesser in to a stranger's browser, which says as whom; that is why digits will do.
 */
export function sentCodeLength(live: number): number {
  let length: number = fewest;
  while (length < most && live * sparseness > 10 ** length) length++;
  return length;
}

/** What an attempt's code follows from, besides the key and the claim. */
export interface SentCodeSeed {
  readonly attemptId: string;
  /** Which draw it is: the first whose code is free. */
  readonly draw: number;
  readonly length: number;
}

/**
 * The code that the claim's holder is shown. Derived, so that it is always the same and nothing readable is kept;
 * uniform, as 256 bits are many more than eight digits.
 */
export function deriveSentCode(key: Secret, claim: string, { attemptId, draw, length }: SentCodeSeed): string {
  const bits = Buffer.from(hmacSha256(key.reveal(), "code", attemptId, claim, `${draw} ${length}`), "base64url");
  const number = BigInt(`0x${bits.toString("hex")}`) % 10n ** BigInt(length);
  return number.toString().padStart(length, "0");
}

/** How a code is kept and found: it means something at one source only. */
export const hashSentCode = (key: Secret, appid: string, code: string): string =>
  hmacSha256(key.reveal(), "code-hash", appid, code);

/** The code that a message is, as typed with spaces, hyphens or full-width digits; undefined where it is none. */
export function readSentCode(message: string): string | undefined {
  if (message.length > 40) return undefined;
  const digits = message.normalize("NFKC").trim().replace(/[\s-]/g, "");
  return digits.length >= fewest && digits.length <= most && /^\d+$/.test(digits) ? digits : undefined;
}
