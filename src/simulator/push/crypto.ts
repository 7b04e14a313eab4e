import { createCipheriv, createDecipheriv } from "node:crypto";
import { InvalidReply } from "./invalid-reply.ts";

const block = 32;
const head = 20;

/** Base64 of AES-256-CBC over `prefix` (16 bytes), the length of `message`, `message` and `appid`, padded to 32. */
export function encrypt(aesKey: string, appid: string, prefix: string, message: string | Uint8Array): string {
  const text = typeof message === "string" ? Buffer.from(message) : message;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const whole = Buffer.concat([Buffer.from(prefix), length, text, Buffer.from(appid)]);
  const pad = block - (whole.length % block);
  const { key, iv } = keyOf(aesKey);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([whole, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    "base64",
  );
}

/** Decrypts a message. Throws {@link InvalidReply} with the reason: base64, blocks, padding, length or appid. */
export function decrypt(aesKey: string, appid: string, encrypted: string): string {
  const whole = unpadded(decipher(aesKey, bytesOf(encrypted)));
  if (whole.length < head) throw new InvalidReply("the decrypted text is too short to hold its length");
  const end = head + whole.readUInt32BE(16);
  if (end > whole.length) throw new InvalidReply("the length inside is beyond the end of the decrypted text");
  const inner = whole.subarray(end).toString();
  if (inner !== appid)
    throw new InvalidReply(`the appid inside is ${JSON.stringify(inner.slice(0, 40))}, not ${appid}`);
  return utf8(whole.subarray(head, end));
}

/** Decodes UTF-8 strictly. A byte order mark stays in the text. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidReply("it is not UTF-8");
  }
}

/** The AES key. The console's key has 43 characters, which are 258 bits; the last two are unused. */
function keyOf(aesKey: string): { key: Buffer; iv: Buffer } {
  const key = Buffer.from(`${aesKey}=`, "base64");
  return { key, iv: key.subarray(0, 16) };
}

function bytesOf(encrypted: string): Buffer {
  const bytes = Buffer.from(encrypted, "base64");
  if (bytes.toString("base64") !== encrypted) throw new InvalidReply("Encrypt is not standard base64");
  if (bytes.length === 0 || bytes.length % 16 !== 0) throw new InvalidReply("Encrypt is not whole AES blocks");
  return bytes;
}

function decipher(aesKey: string, bytes: Buffer): Buffer {
  const { key, iv } = keyOf(aesKey);
  const opened = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([opened.update(bytes), opened.final()]);
}

function unpadded(bytes: Buffer): Buffer {
  const pad = bytes.at(-1) ?? 0;
  const isRight =
    bytes.length % block === 0 && pad >= 1 && pad <= block && bytes.subarray(-pad).every((b) => b === pad);
  if (!isRight) throw new InvalidReply("the padding is not PKCS#7 to 32 bytes (or the key is another one)");
  return bytes.subarray(0, -pad);
}
