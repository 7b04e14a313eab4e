import { expect, test } from "vitest";
import { publishedKeys, retirement, type SigningKey, signingKey } from "../../src/domain/signing-key.ts";

const lifetime = 900_000;
const now = 10_000_000;
const key = (kid: string, activeFrom: number, retiresAt?: number): SigningKey => ({
  kid,
  algorithm: "EdDSA",
  publicKey: "{}",
  sealedPrivateKey: "",
  activeFrom,
  ...(retiresAt === undefined ? {} : { retiresAt }),
});
const signsBy = (...keys: readonly SigningKey[]) => signingKey(keys, now, lifetime)?.kid;

test("the newest active key signs, in whatever order they come", () => {
  const [older, newer, next] = [key("older", now - 2), key("newer", now), key("next", now + 1)];
  expect(signsBy(older, newer, next)).toBe("newer");
  expect(signsBy(next, newer, older)).toBe("newer");
  expect(signsBy(next)).toBeUndefined();
});

test("a key's predecessor stays published for a token's lifetime and the difference of clocks", () => {
  expect(retirement(1_000, lifetime)).toBe(1_000 + lifetime + 60_000);
});

test("a key that retires before a token of now would end does not sign", () => {
  const enough = retirement(now, lifetime);
  expect(signsBy(key("older", 1), key("retiring", 2, enough - 1))).toBe("older");
  expect(signsBy(key("older", 1), key("retiring", 2, enough))).toBe("retiring");
});

test("a key is published until it retires", () => {
  const keys = [key("past", 1, now), key("last moment", 1, now + 1), key("present", 1)];
  expect(publishedKeys(keys, now).map(({ kid }) => kid)).toEqual(["last moment", "present"]);
});
