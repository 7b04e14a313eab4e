import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { generateName, type Identity, isAsOld, restorableFor } from "../../src/domain/account.ts";
import { approvalGrace } from "../../src/domain/approval.ts";
import { consoleFreshFor, consoleLinkLifetime, consoleSessionLifetime } from "../../src/domain/console-session.ts";
import { knownFor, strengthOf, strengths } from "../../src/domain/known-browser.ts";
import { preferredLanguage } from "../../src/domain/language.ts";
import {
  followRefreshToken,
  formatRefreshToken,
  nextRefreshToken,
  parseRefreshToken,
} from "../../src/domain/refresh.ts";
import { isOurScene, newScene } from "../../src/domain/scene.ts";
import { isLive, provenAt, redeemAgain, redeemAgainFor, type Session } from "../../src/domain/session.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

const key = new Secret("a key of 32 bytes, for tests only");
const minute = 60_000;
const day = 24 * 60 * minute;

test("what lasts for how long", () => {
  expect([restorableFor, knownFor, approvalGrace, redeemAgainFor]).toEqual([7 * day, 90 * day, 15 * minute, minute]);
});

test("the console's link, its session and its right to delete last for how long", () => {
  const lasts = [consoleLinkLifetime, consoleSessionLifetime, consoleFreshFor];
  expect(lasts).toEqual([10 * minute, 8 * 60 * minute, 5 * minute]);
});

test("an identity takes off one that is as old, or came later", () => {
  const at = (linkedAt?: number) => ({ ...(linkedAt === undefined ? {} : { linkedAt }) }) as Identity;
  expect(isAsOld(at(), at(5))).toBe(true);
  expect(isAsOld(at(), at())).toBe(true);
  expect(isAsOld(at(5), at(5))).toBe(true);
  expect(isAsOld(at(5), at())).toBe(false);
  expect(isAsOld(at(6), at(5))).toBe(false);
});

test("a generated name is two words and three digits, in the language of the page", () => {
  for (let seed = 0; seed < 50; seed++) {
    expect(generateName(createSeededRandom(seed), "zh-CN")).toMatch(/^\p{Script=Han}{4,6} [1-9]\d\d$/u);
    expect(generateName(createSeededRandom(seed), "en")).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ [1-9]\d\d$/);
  }
});

test("the strength of a sign-in follows from the person's act, and from WeChat's own page if that asks", () => {
  expect([strengths.none, strengths.tap, strengths.number]).toEqual([0, 1, 2]);
  expect(strengthOf({ channel: "official-account-qr" })).toBe(strengths.none);
  expect(strengthOf({ channel: "in-wechat" })).toBe(strengths.none);
  expect(strengthOf({ channel: "open-platform" })).toBe(strengths.tap);
  expect(strengthOf({ channel: "official-account-qr", proof: "number" })).toBe(strengths.number);
  expect(strengthOf({ channel: "open-platform", proof: "number" })).toBe(strengths.number);
});

test.each([
  [undefined, "zh-CN"],
  ["", "zh-CN"],
  ["fr, de", "zh-CN"],
  ["en", "en"],
  ["en-GB;q=0.5, zh;q=0.9", "zh-CN"],
  [" zh ; q=0.1 ,  en ; q=0.8", "en"],
  ["en;q=0", "zh-CN"],
  ["en;q=-1, fr", "zh-CN"],
  ["en;q=many", "zh-CN"],
  ["en;level=1;q=0.2, zh;q=0.1", "en"],
  ["zh;v=9;q=0.1, en;q=0.2", "en"],
  ["EN-us", "en"],
  [`${" ".repeat(254)}en`, "en"],
  [`${" ".repeat(255)}en`, "zh-CN"],
] as const)("Accept-Language %s is answered in %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

const secret = "s".repeat(43);
const token = { sessionId: "a".repeat(22), generation: 7, secret };

test("a refresh token is read as it is written", () => {
  expect(formatRefreshToken(token)).toBe(`${"a".repeat(22)}.7.${secret}`);
  expect(parseRefreshToken(formatRefreshToken(token))).toEqual(token);
});

test.each([
  "",
  "x",
  `${"a".repeat(21)}.7.${secret}`,
  `${"a".repeat(23)}.7.${secret}`,
  `${"a".repeat(22)}.x.${secret}`,
  `${"a".repeat(22)}.1234567890.${secret}`,
  `${"a".repeat(22)}.7.${secret}s`,
  `${"a".repeat(22)}.7.${secret.slice(1)}`,
])("%s is no refresh token", (text) => expect(parseRefreshToken(text)).toBeUndefined());

test("an old refresh token is followed to its session's generation, a thousand steps at most", () => {
  const next = nextRefreshToken(key, token);
  expect(followRefreshToken(key, token, 8)).toEqual(next);
  expect(followRefreshToken(key, token, 9)).toEqual(nextRefreshToken(key, next));
  expect(followRefreshToken(key, token, 7)).toBeUndefined();
  expect(followRefreshToken(key, token, 6)).toBeUndefined();
  expect(followRefreshToken(key, token, 1_007)?.generation).toBe(1_007);
  expect(followRefreshToken(key, token, 1_008)).toBeUndefined();
});

test("a scene of ours is known by itself, and another one is not", () => {
  const scene = newScene(createSeededRandom(1));
  expect(scene).toMatch(/^sm_[\w-]{19}$/);
  expect(isOurScene(scene)).toBe(true);
  const another = scene.slice(0, 5) + (scene[5] === "x" ? "y" : "x") + scene.slice(6);
  for (const other of [another, scene.slice(1), `${scene}a`, `x${scene}`, "sm_", "", scene.replace("sm_", "sn_")])
    expect(isOurScene(other), other).toBe(false);
});

const session = (values: Partial<Session>) => ({ createdAt: 1_000, expiresAt: 9_000, ...values }) as Session;

test("a session lives until it is ended, or over", () => {
  expect(isLive(session({}), 8_999)).toBe(true);
  expect(isLive(session({}), 9_000)).toBe(false);
  expect(isLive(session({ endedAt: 2_000 }), 1_500)).toBe(false);
});

test("a session is handed out again for a minute, until it was used or ended", () => {
  expect(redeemAgain(session({}), 1_000 + redeemAgainFor - 1)).toBe("same");
  expect(redeemAgain(session({}), 1_000 + redeemAgainFor)).toBe("already_redeemed");
  expect(redeemAgain(session({ firstUsedAt: 1_001 }), 1_002)).toBe("already_redeemed");
  expect(redeemAgain(session({ endedAt: 1_001, firstUsedAt: 1_001 }), 1_002)).toBe("attempt_ended");
});

test("a person showed who they are at the sign-in, or later", () => {
  expect(provenAt(session({}))).toBe(1_000);
  expect(provenAt(session({ provenAt: 2_000 }))).toBe(2_000);
  expect(provenAt(session({ provenAt: 500 }))).toBe(1_000);
});
