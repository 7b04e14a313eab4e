import { createCipheriv, createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decrypt, encrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { encrypted, plainPost, verification } from "./vectors.ts";

test.each([verification, plainPost])("three parts are signed as WeChat signs them", (vector) => {
  expect(sign(vector.token, vector.timestamp, vector.nonce)).toBe(vector.signature);
});

test("parts are sorted by their bytes, not by UTF-16", () => {
  expect(sign("\u{1F600}", "\uFF5E", "a")).toBe(createHash("sha1").update("a\uFF5E\u{1F600}").digest("hex"));
});

describe.each(encrypted)("vector $name", (vector) => {
  const { aesKey, appid, random, message, encrypt: cipherText, token, timestamp, nonce, msgSignature } = vector;

  test("encrypts to the published bytes", () => {
    expect(encrypt(aesKey, appid, random, message)).toBe(cipherText);
  });
  test("decrypts to the published text", () => {
    expect(decrypt(aesKey, appid, cipherText)).toBe(message);
  });
  test("is signed with Encrypt as a fourth part", () => {
    expect(sign(token, timestamp, nonce, cipherText)).toBe(msgSignature);
  });
});

const { aesKey, appid } = encrypted[4] as (typeof encrypted)[0];

/** Encrypts raw bytes, padding included. */
function raw(bytes: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString("base64");
}

const inside = (length: number, rest: string): Buffer => {
  const head = Buffer.alloc(20, 97);
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, Buffer.from(rest)]);
};
const padded = (bytes: Buffer, pad = 32 - (bytes.length % 32)): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(pad, pad)]);

test.each([
  ["not base64", "%%%%", /base64/],
  ["base64 without its padding", `${(encrypted[1]?.encrypt ?? "").replaceAll("=", "")}`, /base64/],
  ["nothing", "", /AES blocks/],
  ["half a block", Buffer.alloc(24).toString("base64"), /AES blocks/],
  ["padding to 16 bytes", raw(padded(inside(2, `ok${appid}`), 8)), /padding/],
  ["padding of unequal bytes", raw(padded(inside(2, `ok${appid}`)).fill(1, 50, 51)), /padding/],
  ["a length beyond the end", raw(padded(inside(99, `ok${appid}`))), /length/],
  ["another appid", encrypt(aesKey, "wx0000000000000000", "a".repeat(16), "ok"), /appid/],
  ["no appid", raw(padded(inside(2, "ok"))), /appid/],
  [
    "bytes that are not UTF-8",
    raw(padded(Buffer.concat([inside(1, ""), Buffer.from([0xff]), Buffer.from(appid)]))),
    /UTF-8/,
  ],
])("%s is refused with its reason", (_, text, reason) => {
  expect(() => decrypt(aesKey, appid, text)).toThrow(reason);
});
