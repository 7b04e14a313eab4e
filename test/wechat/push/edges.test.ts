import { createCipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { systemRandom } from "../../../src/base/random.ts";
import { Secret } from "../../../src/base/secret.ts";
import { decrypt, encrypt } from "../../../src/wechat/push/crypto.ts";
import { isSigned, sign } from "../../../src/wechat/push/signature.ts";
import { official, pamtest } from "../vectors.ts";

/** Encrypts the bytes unchanged, without padding. */
function encryptRaw(bytes: Buffer): string {
  const key = Buffer.from(`${pamtest.aesKey?.reveal()}=`, "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString("base64");
}

/** 16 bytes, the length of `message`, the message, and what follows it. */
function head(message: string, rest: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([Buffer.alloc(16, "x"), length, Buffer.from(message + rest)]);
}

test.each([33, 48, 64])("padding of %i bytes is invalid, even if all bytes are equal", (pad) => {
  const whole = (bytes: number) => Buffer.concat([head("m".repeat(bytes), pamtest.appid), Buffer.alloc(pad, pad)]);
  const bytes = [...Array(16).keys()].find((n) => whole(n).length % 16 === 0) ?? 0;
  expect(decrypt(pamtest, encryptRaw(whole(bytes)))).toEqual({ ok: false, reason: "encryption" });
});

test("a text that ends after its length has no appid, and a shorter one is invalid", () => {
  const padTo = (bytes: Buffer, size: number) => Buffer.concat([bytes, Buffer.alloc(size, size)]);
  expect(decrypt(pamtest, encryptRaw(padTo(head("", ""), 12)))).toEqual({ ok: false, reason: "appid" });
  expect(decrypt(pamtest, encryptRaw(padTo(Buffer.alloc(19), 13)))).toEqual({ ok: false, reason: "encryption" });
});

test.each([42, 44, 86])("a key of %i letters is refused, to encrypt and to decrypt", (length) => {
  const keys = { ...pamtest, aesKey: new Secret("a".repeat(length)) };
  expect(() => encrypt(keys, "m", systemRandom)).toThrow(TypeError);
  expect(() => decrypt(keys, encryptRaw(Buffer.alloc(32)))).toThrow(TypeError);
});

test("a missing part is not signed, even if the signature matches the rest", () => {
  const [timestamp, nonce] = ["1714036504", "1514711492"];
  expect(isSigned(official.token, sign(official.token, timestamp), { timestamp })).toBe(false);
  expect(isSigned(official.token, sign(official.token, nonce), { nonce })).toBe(false);
  expect(isSigned(official.token, sign(official.token), {})).toBe(false);
});
