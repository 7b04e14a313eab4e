import { expect, test } from "vitest";
import type { SignInState } from "../../src/client/index.ts";
import { faceOf } from "../../src/widget/face.ts";
import { languageFor, textsIn } from "../../src/widget/texts.ts";

const expiresAt = "2026-01-01T00:02:00.000Z";
const account = {
  id: "ac_1",
  name: "安静的海鸥",
  avatar: "data:image/svg+xml,",
  createdAt: expiresAt,
  lastSignInAt: expiresAt,
  isNew: true,
};
const identity = { channel: "official-account-qr", appid: "wx1", openid: "o1" } as const;
const states: SignInState[] = [
  { kind: "loading" },
  { kind: "pending", channel: "official-account-qr", qr: { image: "data:image/png;base64," }, expiresAt },
  { kind: "pending", channel: "mini-program", qr: { image: "data:image/jpeg;base64," }, expiresAt },
  { kind: "pending", channel: "open-platform", link: "https://open.weixin.qq.com/connect/qrconnect", expiresAt },
  { kind: "pending", channel: "official-account-code", code: { text: "123456", sendTo: { name: "青禾" } }, expiresAt },
  { kind: "scanned", expiresAt },
  { kind: "scanned", expiresAt, number: "47" },
  { kind: "granted" },
  { kind: "signed-in", account, identity, session: { id: "se_1", application: "shop", expiresAt } },
  { kind: "expired" },
  { kind: "declined", reason: "by_person" },
  { kind: "declined", reason: "wrong_number" },
  { kind: "declined", reason: "newcomer_refused" },
  { kind: "declined", reason: "conflict" },
  { kind: "offline" },
  { kind: "error", code: "rate_limited", message: "", retryable: true },
  { kind: "error", code: "a_code_of_tomorrow", message: "", retryable: false },
];

test.each(["zh-CN", "en"] as const)("in %s every state says something of its own", (language) => {
  const said = states.map((state) => faceOf(state, textsIn(language))).map(({ headline, detail }) => headline + detail);
  expect(new Set(said).size).toBe(states.length);
  expect(said.every((text) => /[\u4e00-\u9fff]/.test(text) === (language === "zh-CN") || /安静|青禾/.test(text))).toBe(
    true,
  );
});

test("only a pending attempt's QR can be scanned", () => {
  const scannable = states.filter((state) => faceOf(state, textsIn("en")).frame === "qr");
  expect(scannable.map(({ kind }) => kind)).toEqual(["pending", "pending"]);
});

test("whoever is stuck can press something, whoever is under way cannot", () => {
  const pressed = states.filter((state) => faceOf(state, textsIn("en")).action).map(({ kind }) => kind);
  expect(new Set(pressed)).toEqual(new Set(["pending", "expired", "declined", "offline", "error"]));
});

test.each([
  [["en-GB", "zh"], "en"],
  [["zh-Hant-TW"], "zh-CN"],
  [["fr", "en"], "en"],
  [["fr"], "zh-CN"],
  [[], "zh-CN"],
] as const)("%j is spoken to in %s", (tags, language) => {
  expect(languageFor(tags)).toBe(language);
});
