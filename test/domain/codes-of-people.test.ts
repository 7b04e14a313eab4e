import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { chatCodeLength, readChatCode, spaced } from "../../src/domain/chat-code.ts";
import { isPairingCode, pairingCodeOf, pairingOf, readPairingCode } from "../../src/domain/pairing.ts";
import { newOtp, readOtp, resendAt, reserved, sentTo, smsSpacing } from "../../src/domain/phone-binding.ts";

const key = new Secret("a key of 32 bytes, for tests only");
const attempt = { id: "at_1", appid: "wx1", openId: "o1", version: 3 } as Attempt;

const readers = [
  ["an SMS", readOtp],
  ["a pairing", readPairingCode],
] as const;

test.each(readers)("a code of %s is read as people type it", (_, read) => {
  for (const typed of ["012345", " 012345 ", "012 345", "０１２３４５", "012-345"])
    expect(read(typed), typed).toBe("012345");
});

test.each(readers)("what is no code of %s is none", (_, read) => {
  for (const typed of ["", "12345", "1234567", "12345a", "a123456", "123456a"])
    expect(read(typed), typed).toBeUndefined();
});

test.each(readers)("of what is typed for %s a hundred characters are read", (_, read) => {
  expect(read(`${" ".repeat(94)}123456789`)).toBe("123456");
  expect(read(`${" ".repeat(95)}123456`)).toBeUndefined();
});

test("a pairing code is right for its attempt and its person only", () => {
  const code = pairingCodeOf(key, attempt);
  expect(code).toMatch(/^\d{6}$/);
  expect(isPairingCode(key, attempt, ` ${code.slice(0, 3)} ${code.slice(3)} `)).toBe(true);
  expect(
    isPairingCode(
      key,
      attempt,
      code.replace(/^./, (one) => String((Number(one) + 1) % 10)),
    ),
  ).toBe(false);
  expect(isPairingCode(key, attempt, "")).toBe(false);
  for (const other of [{ id: "at_2" }, { appid: "wx2" }, { openId: "o2" }])
    expect(isPairingCode(key, { ...attempt, ...other }, code)).toBe(false);
});

test("a person who is not known yet has no pairing code of somebody's", () => {
  const { openId: _, ...nobody } = attempt;
  expect(pairingCodeOf(key, nobody)).toBe(pairingCodeOf(key, { ...nobody, openId: "" }));
});

test("what the page still has to do ends with the pairing", () => {
  expect(pairingOf({ pairing: "code" })).toBe("code");
  expect(pairingOf({ pairing: "agree" })).toBe("agree");
  expect(pairingOf({ pairing: "done" })).toBeUndefined();
  expect(pairingOf({})).toBeUndefined();
});

test("a new code of an SMS has six digits, zeros in front included", () => {
  expect(newOtp({ bytes: (length) => new Uint8Array(length) })).toBe("000000");
});

test("another SMS is a minute after one that was sent, and a quarter of that after one that perhaps was not", () => {
  expect(resendAt(attempt)).toBeUndefined();
  const begun = reserved({ ...attempt, phone: "+8613800138000" }, 1_000);
  expect(begun).toEqual({ ...attempt, smsAt: 1_000, version: 4 });
  expect(resendAt(begun)).toBe(1_000 + 15_000);
  const sent = sentTo(begun, "+8613800138000");
  expect(sent).toEqual({ ...begun, phone: "+8613800138000", version: 5 });
  expect(resendAt(sent)).toBe(1_000 + smsSpacing);
  expect(smsSpacing).toBe(60_000);
});

test("a code of the chat grows with the live ones, and is read in groups of four", () => {
  expect([chatCodeLength(0), chatCodeLength(54_974), chatCodeLength(54_975)]).toEqual([8, 8, 9]);
  expect(spaced("ABCD2345")).toBe("ABCD-2345");
  expect(spaced("ABCD2345X")).toBe("ABCD-2345-X");
  expect(spaced("ABCD")).toBe("ABCD");
});

test("a code of the chat is read as people type it, from 8 to 32 of its letters", () => {
  for (const typed of ["ABCD2345", "abcd-2345", " abcd 2345 "]) expect(readChatCode(typed), typed).toBe("ABCD2345");
  expect(readChatCode("ABCD234")).toBeUndefined();
  expect(readChatCode("ABCD234O")).toBeUndefined();
  expect(readChatCode("A".repeat(32))).toBe("A".repeat(32));
  expect(readChatCode("A".repeat(33))).toBeUndefined();
});
