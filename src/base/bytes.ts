import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Random } from "./random.ts";

type Bytes = Uint8Array | string;

/** `length` random bytes as unpadded base64url: 16 bytes are 22 characters, 32 are 43. */
export const randomToken = (random: Random, length: number): string => base64url(random.bytes(length));

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** SHA-256 as base64url. Parts are told apart by a NUL, which none of ours contains. */
export const sha256 = (...parts: Bytes[]): string => joined(createHash("sha256"), parts);

/** HMAC-SHA-256 as base64url, parts as in {@link sha256}. */
export const hmacSha256 = (key: Bytes, ...parts: Bytes[]): string => joined(createHmac("sha256", key), parts);

/** Whether two strings are equal, in a time that tells nothing but their lengths. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

interface Digest {
  update(data: Bytes): unknown;
  digest(encoding: "base64url"): string;
}

function joined(hash: Digest, parts: Bytes[]): string {
  parts.forEach((part, index) => {
    if (index > 0) hash.update("\0");
    hash.update(part);
  });
  return hash.digest("base64url");
}
