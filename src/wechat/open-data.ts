import { createDecipheriv, hash } from "node:crypto";
import { equalInConstantTime } from "../base/bytes.ts";
import type { Secret } from "../base/secret.ts";
import { parseJson } from "./api/json.ts";

/** The encrypted data of a mini-program. */
export interface EncryptedData {
  /** The `encryptedData`, base64. */
  encryptedData: string;
  /** The initialization vector, base64. */
  iv: string;
}

/** Why encrypted data were refused: another key, another account's data, or older than `newerThan`. */
export type OpenDataRefusal = "encryption" | "appid" | "stale";

/** The result of {@link decryptOpenData}. */
export type OpenedData =
  | {
      ok: true;
      /** The decrypted data. */
      data: Readonly<Record<string, unknown>> /** Unix seconds. */;
      /** When WeChat made it, in Unix seconds. */
      at: number;
    }
  | {
      ok: false;
      /** Why it was refused. */
      reason: OpenDataRefusal;
    };

/**
 * Whether `signature` is that of `rawData` under the session key (SHA-1), as `wx.getUserInfo` returns them.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 * @example
 * import { isOpenDataSigned, Secret } from "saoma/wechat";
 *
 * const key = new Secret("the session_key");
 * console.log(isOpenDataSigned(key, '{"nickName":"…"}', "the signature"));
 */
export const isOpenDataSigned = (sessionKey: Secret, rawData: string, signature: string): boolean =>
  equalInConstantTime(hash("sha1", rawData + sessionKey.reveal(), "hex"), signature);

/**
 * Decrypts `encryptedData` of a mini-program (AES-128-CBC under the session key), and checks its watermark: the
 * appid and, with `newerThan` (Unix seconds), the time. Nothing else authenticates it: call
 * `miniProgram.checkEncrypted` where that matters, or use codes instead.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 * @example
 * import { decryptOpenData, Secret } from "saoma/wechat";
 *
 * const opened = decryptOpenData("wx0123456789abcdef", new Secret("the session_key"), { encryptedData: "…", iv: "…"
 * });
 * if (opened.ok) console.log(opened.data.purePhoneNumber);
 * else console.log(opened.reason);
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
