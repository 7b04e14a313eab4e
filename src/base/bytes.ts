import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { Random } from "./random.ts";

type Bytes = Uint8Array | string;

/** `length` random bytes as unpadded base64url: 16 bytes are 22 characters, 32 are 43. */
export const randomToken = (random: Random, length: number): string => base64url(random.bytes(length));

const base64url = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64url");

/** SHA-256 as base64url. Parts are separated by a NUL, which no part contains. */
export const sha256 = (...parts: Bytes[]): string => hash("sha256", joined(parts), "base64url");

/** HMAC-SHA-256 as base64url, parts as in {@link sha256}. */
export const hmacSha256 = (key: Bytes, ...parts: Bytes[]): string =>
  createHmac("sha256", key).update(joined(parts)).digest("base64url");

/**
 * `length` decimal digits derived from a hash in base64url; uniform, because 256 bits are far more than the digits
 * need.
 */
export function digitsOf(hash: string, length: number): string {
  const number = BigInt(`0x${Buffer.from(hash, "base64url").toString("hex")}`);
  return (number % 10n ** BigInt(length)).toString().padStart(length, "0");
}

/** Whether two strings are equal. The time reveals only their lengths. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function joined(parts: Bytes[]): Bytes {
  if (parts.every((part) => typeof part === "string")) return parts.join("\0");
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [bytesOf(part)] : [separator, bytesOf(part)])));
}

const separator = Buffer.of(0);

const bytesOf = (part: Bytes): Uint8Array => (typeof part === "string" ? Buffer.from(part) : part);
