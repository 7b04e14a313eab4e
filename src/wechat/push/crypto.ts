import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random } from "../../base/random.ts";
import type { Secret } from "../../base/secret.ts";

/** The account of the pushes and the key that encrypts them. */
export interface EncryptionKeys {
  appid: string;
  /** EncodingAESKey from the console: 43 letters and digits. */
  aesKey?: Secret;
}

type Undecrypted = { ok: false; reason: "encryption" | "appid" };

export type Decrypted = { ok: true; text: string } | Undecrypted;

export type DecryptedBytes = { ok: true; bytes: Buffer } | Undecrypted;

const prefixLength = 16;
const headLength = prefixLength + 4;
const cipherBlock = 16;
const padBlock = 32;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Encrypts a message as WeChat does: AES-256-CBC over 16 random bytes, the length, the message and the appid,
 * padded to 32 bytes; in base64.
 *
 * @throws {TypeError} when `aesKey` is missing or not 43 letters and digits.
 */
export function encrypt(keys: EncryptionKeys, message: string, random: Random): string {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const block = padded(Buffer.concat([random.bytes(prefixLength), length, text, Buffer.from(keys.appid)]));
  const { key, iv } = cipherKey(keys);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString("base64");
}

/**
 * Decrypts an `Encrypt` text. Strict in everything but the key, whose last character carries two unused bits:
 * canonical base64, whole blocks, 1 to 32 equal bytes of padding, UTF-8, and the appid of `keys` at the end. It
 * authenticates nothing: check `msg_signature` first.
 *
 * @throws {TypeError} when `aesKey` is missing or not 43 letters and digits.
 */
export function decrypt(keys: EncryptionKeys, encrypted: string): Decrypted {
  const decrypted = decryptBytes(keys, encrypted);
  const text = decrypted.ok ? decoded(decrypted.bytes) : undefined;
  if (text !== undefined) return { ok: true, text };
  return decrypted.ok ? { ok: false, reason: "encryption" } : decrypted;
}

/** As {@link decrypt}, for a message that may contain bytes that are not UTF-8. */
export function decryptBytes(keys: EncryptionKeys, encrypted: string): DecryptedBytes {
  const { key, iv } = cipherKey(keys);
  const bytes = Buffer.from(encrypted, "base64");
  const isWhole = bytes.length >= padBlock && bytes.length % cipherBlock === 0;
  if (!isWhole || bytes.toString("base64") !== encrypted) return { ok: false, reason: "encryption" };
  const decipher = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return unpacked(keys.appid, unpadded(Buffer.concat([decipher.update(bytes), decipher.final()])));
}

function unpacked(appid: string, block: Buffer | undefined): DecryptedBytes {
  if (block === undefined || block.length < headLength) return { ok: false, reason: "encryption" };
  const end = headLength + block.readUInt32BE(prefixLength);
  if (end > block.length) return { ok: false, reason: "encryption" };
  if (!block.subarray(end).equals(Buffer.from(appid))) return { ok: false, reason: "appid" };
  return { ok: true, bytes: block.subarray(headLength, end) };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function padded(block: Buffer): Buffer {
  const pad = padBlock - (block.length % padBlock);
  return Buffer.concat([block, Buffer.alloc(pad, pad)]);
}

function unpadded(block: Buffer): Buffer | undefined {
  const pad = block.at(-1) ?? 0;
  if (pad < 1 || pad > padBlock) return undefined;
  const end = block.length - pad;
  return block.subarray(end).every((byte) => byte === pad) ? block.subarray(0, end) : undefined;
}

function cipherKey({ aesKey }: EncryptionKeys): { key: Buffer; iv: Buffer } {
  const text = aesKey?.reveal() ?? "";
  if (!/^[A-Za-z0-9]{43}$/.test(text)) throw new TypeError("aesKey must be 43 letters and digits");
  const key = Buffer.from(text, "base64");
  return { key, iv: key.subarray(0, cipherBlock) };
}
