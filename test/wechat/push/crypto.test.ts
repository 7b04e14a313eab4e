import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Random, systemRandom } from "../../../src/base/random.ts";
import { Secret } from "../../../src/base/secret.ts";
import { decrypt, encrypt } from "../../../src/wechat/push/crypto.ts";
import { sign } from "../../../src/wechat/push/signature.ts";
import { official, pamtest, vectorA, vectorB, vectorD, vectorE, vectorF, vectorG } from "../vectors.ts";

const vectors = [
  ["A", official, vectorA, 19],
  ["B", official, vectorB, 1],
  ["D", pamtest, vectorD, 7],
  ["E", pamtest, vectorE, 28],
  ["F", pamtest, vectorF, 5],
  ["G", pamtest, vectorG, 32],
] as const;
const { appid } = pamtest;
const fixed = (text: string): Random => ({ bytes: () => Buffer.from(text) });

test.each(vectors)("vector %s decrypts, encrypts to the same bytes and is signed so", (_, keys, vector) => {
  expect(decrypt(keys, vector.encrypt)).toEqual({ ok: true, text: vector.msg });
  expect(encrypt(keys, vector.msg, fixed(vector.random))).toBe(vector.encrypt);
  expect(sign(keys.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msgSignature);
});

test.each(vectors)("vector %s has the padding it was published with", (_, keys, vector, pad) => {
  const length = Buffer.from(vector.encrypt, "base64").length;
  expect(length - 20 - Buffer.byteLength(vector.msg) - keys.appid.length).toBe(pad);
});

test("whatever is encrypted decrypts to itself", () => {
  const message = fc.string({ unit: "grapheme", maxLength: 2000 });
  fc.assert(
    fc.property(message, (text) => {
      expect(decrypt(pamtest, encrypt(pamtest, text, systemRandom))).toEqual({ ok: true, text });
    }),
  );
});

test("two encryptions of one text differ", () => {
  expect(encrypt(pamtest, "x", systemRandom)).not.toBe(encrypt(pamtest, "x", systemRandom));
});

test("a key whose last character carries stray bits decrypts the same", () => {
  const aesKey = new Secret("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFH");
  expect(decrypt({ ...pamtest, aesKey }, vectorD.encrypt)).toEqual({ ok: true, text: vectorD.msg });
});

test("another account's appid inside is refused", () => {
  const foreign = encrypt({ ...pamtest, appid: "wx0000000000000000" }, "x", systemRandom);
  expect(decrypt(pamtest, foreign)).toEqual({ ok: false, reason: "appid" });
});

test("an appid that is only the start or the end of ours is refused", () => {
  for (const inner of ["", appid.slice(1), appid.slice(0, -1), `${appid}0`]) {
    const foreign = encrypt({ ...pamtest, appid: inner }, "x", systemRandom);
    expect(decrypt(pamtest, foreign)).toEqual({ ok: false, reason: "appid" });
  }
});

test("padding other than 1 to 32 equal bytes is refused", () => {
  const refused = { ok: false, reason: "encryption" };
  const content = block("x".repeat(26), 26);
  expect(decrypt(pamtest, enciphered([content, Buffer.alloc(32, 32)]))).toEqual({ ok: true, text: "x".repeat(26) });
  for (const last of [0, 33, 48, 255])
    expect(decrypt(pamtest, enciphered([content, Buffer.alloc(32, last)]))).toEqual(refused);
  for (let at = 0; at < 31; at++) {
    const pad = Buffer.alloc(32, 32);
    pad[at] = 31;
    expect(decrypt(pamtest, enciphered([content, pad]))).toEqual(refused);
  }
});

test("padding longer than the whole is refused", () => {
  expect(decrypt(pamtest, enciphered([Buffer.alloc(16, 17)]))).toEqual({ ok: false, reason: "encryption" });
  expect(decrypt(pamtest, enciphered([Buffer.alloc(32, 32)]))).toEqual({ ok: false, reason: "encryption" });
});

test("a length that does not fit is refused", () => {
  for (const [length, reason] of [
    [27, "appid"],
    [25, "appid"],
    [0, "appid"],
    [45, "encryption"],
    [2 ** 31, "encryption"],
    [2 ** 32 - 1, "encryption"],
  ] as const) {
    const bytes = enciphered([block("x".repeat(26), length), Buffer.alloc(32, 32)]);
    expect(decrypt(pamtest, bytes)).toEqual({ ok: false, reason });
  }
});

test("a message that is not UTF-8 is refused", () => {
  const content = Buffer.concat([block("x".repeat(25), 26).subarray(0, 45), Buffer.from([0xff]), Buffer.from(appid)]);
  expect(decrypt(pamtest, enciphered([content, Buffer.alloc(32, 32)]))).toEqual({ ok: false, reason: "encryption" });
});

test("base64 in any other spelling is refused", () => {
  const { encrypt: good } = vectorD;
  const urlSafe = good.replaceAll("+", "-").replaceAll("/", "_");
  const strayBits = good.replace(/g==$/, "h==");
  for (const bad of [
    "",
    "=",
    good.slice(0, -2),
    `${good}=`,
    ` ${good}`,
    `${good}\n`,
    urlSafe,
    strayBits,
    good.slice(4),
  ]) {
    expect(decrypt(pamtest, bad)).toEqual({ ok: false, reason: "encryption" });
  }
});

test("a missing or misshapen aesKey is a misuse that names it", () => {
  const { aesKey: _, ...without } = pamtest;
  expect(() => decrypt(without, vectorD.encrypt)).toThrow(new TypeError("aesKey must be 43 letters and digits"));
  expect(() => encrypt({ ...pamtest, aesKey: new Secret("short") }, "x", systemRandom)).toThrow(/aesKey/);
});

function block(message: string, length: number): Buffer {
  const head = Buffer.alloc(20, "r");
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, Buffer.from(message), Buffer.from(appid)]);
}

function enciphered(parts: Buffer[]): string {
  const key = Buffer.from(pamtest.aesKey?.reveal() ?? "", "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat(parts)), cipher.final()]).toString("base64");
}
