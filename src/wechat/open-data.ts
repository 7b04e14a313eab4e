import { createDecipheriv, hash } from "node:crypto";
import { equalInConstantTime } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { parseJson } from "./api/json.ts";

/** What came with a mini-program's encrypted data. */
export interface EncryptedData {
  encryptedData: string;
  iv: string;
}

/** Why encrypted data were refused: another key, or another account's, or older than asked for. */
export type OpenDataRefusal = "encryption" | "appid" | "stale";

export type OpenedData =
  | { ok: true; data: Readonly<Record<string, unknown>> /** Unix seconds. */; at: number }
  | { ok: false; reason: OpenDataRefusal };

/**
 * Whether `signature` is WeChat's over `rawData`, by SHA-1 with the person's session key. Constant-time.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export const isOpenDataSigned = (sessionKey: Secret, rawData: string, signature: string): boolean =>
  equalInConstantTime(hash("sha1", rawData + sessionKey.reveal(), "hex"), signature);

/**
 * Decrypts `encryptedData` of a mini-program (AES-128-CBC under the session key) and checks its watermark: the appid,
 * and, where `newerThan` (Unix seconds) is given, its time. Nothing authenticates it but that: ask
 * `miniProgram.checkEncrypted` where it matters, or take codes instead.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function decryptOpenData(appid: string, sessionKey: Secret, given: EncryptedData, newerThan = 0): OpenedData {
  const text = decrypted(sessionKey, given);
  const data = text === undefined ? undefined : parseJson(text);
  if (!isRecord(data)) return { ok: false, reason: "encryption" };
  const { watermark } = data;
  if (!isRecord(watermark) || watermark.appid !== appid) return { ok: false, reason: "appid" };
  const at = watermark.timestamp;
  if (typeof at !== "number" || at < newerThan) return { ok: false, reason: "stale" };
  return { ok: true, data, at };
}

function decrypted(sessionKey: Secret, { encryptedData, iv }: EncryptedData): string | undefined {
  try {
    const key = Buffer.from(sessionKey.reveal(), "base64");
    const decipher = createDecipheriv("aes-128-cbc", key, Buffer.from(iv, "base64"));
    return Buffer.concat([decipher.update(encryptedData, "base64"), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
