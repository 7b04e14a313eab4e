import { createHash } from "node:crypto";

/**
 * `signature` of a push or verification (token, timestamp, nonce) and `msg_signature` of an encrypted one (and
 * the `Encrypt` text): SHA-1 over the parts, sorted by their bytes, as lower-case hex.
 */
export function sign(...parts: string[]): string {
  const sorted = parts.map((part) => Buffer.from(part)).sort(Buffer.compare);
  return createHash("sha1").update(Buffer.concat(sorted)).digest("hex");
}
