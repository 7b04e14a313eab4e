import { hash } from "node:crypto";
import { equalInConstantTime } from "../../base/bytes.ts";
import type { Secret } from "../../base/secret.ts";

/** The signed parameters of a push's URL. */
export interface SignedQuery {
  timestamp?: string;
  nonce?: string;
}

/**
 * WeChat's signature: SHA-1 over the parts, sorted and joined, in lower-case hex. The parts are the account's
 * token, the timestamp, the nonce and, for `msg_signature`, the `Encrypt` text.
 */
export const sign = (token: Secret, ...parts: string[]): string =>
  hash("sha1", [token.reveal(), ...parts].sort().join(""), "hex");

/**
 * Whether `given` signs the query and the further parts. Compares in constant time; returns false if anything is
 * missing.
 */
export function isSigned(token: Secret, given: string | undefined, query: SignedQuery, ...parts: string[]): boolean {
  const { timestamp, nonce } = query;
  if (given === undefined || timestamp === undefined || nonce === undefined) return false;
  // The parts are joined without a separator, so an attacker could move cipher blocks (at least 48 bytes, 64
  // characters) from `Encrypt` into a longer nonce.
  if (!/^[\w-]{0,63}$/.test(nonce)) return false;
  return equalInConstantTime(sign(token, timestamp, nonce, ...parts), given);
}
