import { hash } from "node:crypto";
import { equalInConstantTime } from "../../base/bytes.ts";
import type { Secret } from "../../base/secret.ts";

/** What a push's URL says besides its signature. */
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

/** Whether `given` signs the query and the further parts. Constant-time; anything missing is a no. */
export function isSigned(token: Secret, given: string | undefined, query: SignedQuery, ...parts: string[]): boolean {
  const { timestamp, nonce } = query;
  if (given === undefined || timestamp === undefined || nonce === undefined) return false;
  // The parts are joined without a border: a nonce of 64 could be made of cipher blocks moved there, 48 bytes at least.
  if (!/^[\w-]{0,63}$/.test(nonce)) return false;
  return equalInConstantTime(sign(token, timestamp, nonce, ...parts), given);
}
