import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { chatCodeLength, readChatCode, spaced } from "../../src/domain/chat-code.ts";
import { newInvitationCode, readInvitationCode } from "../../src/domain/invitation.ts";
import { isPairingCode, pairingCodeOf, pairingOf, readPairingCode } from "../../src/domain/pairing.ts";
import { countedAs, readPhone } from "../../src/domain/phone.ts";
import { newOtp, readOtp, resendAt, reserved, sentTo, smsSpacing } from "../../src/domain/phone-binding.ts";
import { isNearlySentCode, readSentCode } from "../../src/domain/sent-code.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

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

test.each(readers)("a text that is no code of %s is not read as one", (_, read) => {
  for (const typed of ["", "12345", "1234567", "12345a", "a123456", "123456a"])
    expect(read(typed), typed).toBeUndefined();
});

test.each(readers)("at most a hundred characters typed for %s are read", (_, read) => {
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

test("without an openid there is no pairing code", () => {
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

test("at most a hundred characters of a typed code of the chat, or of an invitation, are read", () => {
  expect(readChatCode(`${" ".repeat(92)}ABCD2345`)).toBe("ABCD2345");
  expect(readChatCode(`${" ".repeat(93)}ABCD2345`)).toBeUndefined();
  expect(readInvitationCode(`${" ".repeat(88)}ABCD2345EFGH`)).toBe("ABCD2345EFGH");
  expect(readInvitationCode(`${" ".repeat(89)}ABCD2345EFGH`)).toBeUndefined();
});

test("a message was nearly a code with a letter for a digit, but not with two digits alone", () => {
  for (const message of ["1234567O", "12345O", "验证码 1234"]) expect(isNearlySentCode(message), message).toBe(true);
  for (const message of ["12oooo", "验证码 12", "1234567OO"]) expect(isNearlySentCode(message), message).toBe(false);
});

test("an invitation is twelve letters that do not look alike, and is read as people type it", () => {
  const code = newInvitationCode(createSeededRandom(1));
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{12}$/);
  expect(newInvitationCode(createSeededRandom(2))).not.toBe(code);
  expect(readInvitationCode(` ${code.toLowerCase().replace(/(.{4})(?=.)/g, "$1-")} `)).toBe(code);
  for (const typed of [code.slice(1), `${code}A`, `${code.slice(1)}O`, ""])
    expect(readInvitationCode(typed), typed).toBeUndefined();
});

test("a sent code has six to eight digits, and a message of one at most 64 characters", () => {
  for (const digits of ["123456", "1234567", "12345678"]) expect(readSentCode(digits)).toBe(digits);
  expect(readSentCode("12345")).toBeUndefined();
  expect(readSentCode("123456789")).toBeUndefined();
  expect(readSentCode(`123456${" ".repeat(58)}`)).toBe("123456");
  expect(readSentCode(`123456${" ".repeat(59)}`)).toBeUndefined();
  expect(isNearlySentCode(`12345${" ".repeat(59)}`)).toBe(true);
  expect(isNearlySentCode(`12345${" ".repeat(60)}`)).toBe(false);
});

test("a number is counted without the zeros that its country writes before it", () => {
  expect(countedAs("+85201234567", "852")).toBe("+8521234567");
  expect(countedAs("+852001234567", "852")).toBe("+8521234567");
  expect(countedAs("+8521000100", "852")).toBe("+8521000100");
  expect(readPhone("13800138000")).toBe("+8613800138000");
});
