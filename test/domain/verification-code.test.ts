import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import {
  deriveVerificationCode,
  hashVerificationCode,
  mayBeVerificationCode,
  verificationCodeLength,
  wrongLookUps,
} from "../../src/domain/verification-code.ts";

const key = new Secret("k".repeat(43));

test("whatever lives and was guessed, the wrong look-ups that may be hit a code with a ten-thousandth at most", () => {
  for (const live of [0, 1, 2, 3, 10, 100, 1_000, 60_000]) {
    for (const wrong of [0, 30, 1_000, 14_400, 100_000]) {
      const chance = ((live + 1) * (wrong + wrongLookUps)) / 10 ** verificationCodeLength(live, wrong);
      expect(chance, `${live} live, ${wrong} wrong`).toBeLessThanOrEqual(1 / 10_000);
    }
  }
});

test("they are as short as they may be: six digits for three, nine for a hundred and a guesser all day", () => {
  const lengths = [0, 2, 3, 100].map((live) => verificationCodeLength(live, 0));
  expect(lengths).toEqual([6, 6, 7, 8]);
  expect(verificationCodeLength(0, 14_400)).toBe(9);
  expect([verificationCodeLength(0, 70), verificationCodeLength(0, 71)]).toEqual([6, 7]);
});

test("a code follows from its push and draw, has all of its digits, and every digit in every place", () => {
  const places = Array.from({ length: 6 }, () => new Set<string>());
  for (let n = 0; n < 500; n++) {
    const code = deriveVerificationCode(key, "wx1", `push ${n}`, { draw: 1, length: 6 });
    expect(code).toMatch(/^\d{6}$/);
    for (const [at, digit] of [...code].entries()) places[at]?.add(digit);
  }
  expect(places.map(({ size }) => size)).toEqual([10, 10, 10, 10, 10, 10]);
  const code = (change: object) => deriveVerificationCode(key, "wx1", "push", { draw: 1, length: 9, ...change });
  expect(code({})).toBe(code({}));
  expect(code({ draw: 2 })).not.toBe(code({}));
});

test("a code is kept under another hash at each source", () => {
  expect(hashVerificationCode(key, "wx1", "123456")).not.toBe(hashVerificationCode(key, "wx2", "123456"));
});

test.each([
  ["123456", true],
  ["0000000001", true],
  ["12345", false],
  ["12345a", false],
  ["１２３４５６", false],
  ["1".repeat(33), false],
  ["", false],
])("%s may be one: %s", (text, may) => {
  expect(mayBeVerificationCode(text)).toBe(may);
});
