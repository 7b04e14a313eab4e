import { createCipheriv, createHash } from "node:crypto";
import { decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from "jose";
import { beforeAll, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { openPrivateKey, sealPrivateKey } from "../../src/login/sessions/sealed-key.ts";

const secret = new Secret("a service's own secret");
let jwk: JWK;
beforeAll(async () => {
  jwk = await exportJWK((await generateKeyPair("EdDSA", { extractable: true })).privateKey);
});

const sealed = async (kid = "k1") => ({ kid, sealedPrivateKey: await sealPrivateKey(secret, kid, jwk) });

/** Seals a key as the service did before it used the standard envelope. */
function sealedBefore(kid: string, text: string): string {
  const key = createHash("sha256").update("signing-keys\0a service's own secret").digest();
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, 7)).setAAD(Buffer.from(kid));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.alloc(12, 7), cipher.getAuthTag(), body]).toString("base64url");
}

test("a private key that was sealed opens with the same secret, and says nothing without", async () => {
  const key = await sealed();
  expect(await openPrivateKey(secret, key)).toEqual(jwk);
  expect(decodeProtectedHeader(key.sealedPrivateKey)).toEqual({ alg: "dir", enc: "A256GCM", kid: "k1" });
  expect(key.sealedPrivateKey).not.toContain(jwk.d);
  expect(await openPrivateKey(new Secret("another secret"), key)).toBeUndefined();
});

test("each sealing is another text", async () => {
  expect((await sealed()).sealedPrivateKey).not.toBe((await sealed()).sealedPrivateKey);
});

test("a key sealed under one id does not open under another", async () => {
  expect(await openPrivateKey(secret, { ...(await sealed("k1")), kid: "k2" })).toBeUndefined();
});

test("a key of the former format still opens, under its own id and with its own secret only", async () => {
  const key = { kid: "k1", sealedPrivateKey: sealedBefore("k1", JSON.stringify(jwk)) };
  expect(await openPrivateKey(secret, key)).toEqual(jwk);
  expect(await openPrivateKey(secret, { ...key, kid: "k2" })).toBeUndefined();
  expect(await openPrivateKey(new Secret("another secret"), key)).toBeUndefined();
});

test("a changed, cut or invalid envelope opens to nothing", async () => {
  const { kid, sealedPrivateKey } = await sealed();
  const parts = sealedPrivateKey.split(".");
  const torn = [
    sealedPrivateKey.slice(0, -1),
    parts.with(3, parts[3]?.replace(/^./, (one) => (one === "A" ? "B" : "A")) ?? "").join("."),
    parts.slice(0, 4).join("."),
    "",
    "....",
    "AAAA",
    sealedBefore("k1", "no JSON"),
  ];
  for (const text of torn) expect(await openPrivateKey(secret, { kid, sealedPrivateKey: text }), text).toBeUndefined();
});

test("only direct encryption with AES-256-GCM is taken, whatever a header asks for", async () => {
  const { kid, sealedPrivateKey } = await sealed();
  const header = Buffer.from(JSON.stringify({ alg: "dir", enc: "A128GCM", kid })).toString("base64url");
  const other = sealedPrivateKey.split(".").with(0, header).join(".");
  expect(await openPrivateKey(secret, { kid, sealedPrivateKey: other })).toBeUndefined();
});
