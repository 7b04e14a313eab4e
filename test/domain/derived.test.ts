import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { identityId, newAccountId } from "../../src/domain/account.ts";
import { hashAdminKey, newAdminKey } from "../../src/domain/admin-key.ts";
import { deriveChatCode, hashChatCode } from "../../src/domain/chat-code.ts";
import { claimOn, hashBrowser, hashClaim } from "../../src/domain/claim.ts";
import { hashConsoleToken, newConsoleToken } from "../../src/domain/console-session.ts";
import { hashInvitation } from "../../src/domain/invitation.ts";
import { accountOfMark, browserMark, isMarkOf } from "../../src/domain/known-browser.ts";
import { hashMiniProgramToken } from "../../src/domain/mini-program.ts";
import { numberChoices } from "../../src/domain/number.ts";
import { oauthStateOf, sceneOfState } from "../../src/domain/oauth-state.ts";
import { pairingCodeOf } from "../../src/domain/pairing.ts";
import { hashOtp } from "../../src/domain/phone-binding.ts";
import { firstRefreshSecret, hashRefreshSecret, nextRefreshToken } from "../../src/domain/refresh.ts";
import { isOurScene } from "../../src/domain/scene.ts";
import { deriveSentCode, hashSentCode } from "../../src/domain/sent-code.ts";
import { deriveSessionToken, hashSessionToken } from "../../src/domain/session.ts";
import { deriveVerificationCode, hashVerificationCode } from "../../src/domain/verification-code.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

const text = "a key of 32 bytes, for tests only";
const key = new Secret(text);
const hmac = (...parts: string[]): string => createHmac("sha256", text).update(parts.join("\0")).digest("base64url");
const sha = (...parts: string[]): string => createHash("sha256").update(parts.join("\0")).digest("base64url");

// Values in databases, cookies and chats were derived by these functions. Other results would sign everybody out.
test.each<[string, () => string, string]>([
  ["an account's id", () => newAccountId(key, "at_1"), hmac("account", "at_1").slice(0, 22)],
  [
    "an identity's id",
    () => identityId(key, { appid: "wx1", openId: "o1" }),
    hmac("identity", "wx1", "o1").slice(0, 22),
  ],
  ["a key of the operator's", () => hashAdminKey("saoma_admin_1"), sha("admin key", "saoma_admin_1")],
  ["a code of the chat's, kept", () => hashChatCode(key, "wx1", "ABCD2345"), hmac("chat-code-hash", "wx1", "ABCD2345")],
  ["a browser's claim", () => claimOn("at_1", { browserSecret: "b1" }), sha("claim", "b1", "at_1")],
  ["a claim of the client's", () => claimOn("at_1", { claim: "c1" }), "c1"],
  ["a claim, kept", () => hashClaim("claim"), sha("claim-hash", "claim")],
  ["a browser, kept", () => hashBrowser("b1"), sha("browser", "b1")],
  [
    "a browser's last account",
    () => browserMark(key, "bh", "ac_1"),
    `${hmac("browser-mark", "bh", "ac_1")}.${hmac("marked-account", "ac_1")}`,
  ],
  ["a state, kept", () => sceneOfState("state"), sha("oauth-state", "state")],
  [
    "an SMS code, kept",
    () => hashOtp(key, "at_1", "+8613800138000", "123456"),
    hmac("otp", "at_1", "+8613800138000", "123456"),
  ],
  ["the first refresh secret", () => firstRefreshSecret(key, "at_1", "claim"), hmac("refresh", "at_1", "claim")],
  ["a refresh secret, kept", () => hashRefreshSecret("x"), sha("refresh-token", "x")],
  ["a code that was sent, kept", () => hashSentCode(key, "wx1", "123456"), hmac("code-hash", "wx1", "123456")],
  ["a session's token", () => deriveSessionToken(key, "at_1", "claim"), hmac("session", "at_1", "claim")],
  ["a session's token, kept", () => hashSessionToken("token"), sha("session-token", "token")],
  [
    "a verification code, kept",
    () => hashVerificationCode(key, "wx1", "123456"),
    hmac("verification-code-hash", "wx1", "123456"),
  ],
  ["an invitation, kept", () => hashInvitation(key, "ABCD"), hmac("invitation", "ABCD")],
  ["a mini-program's bearer, kept", () => hashMiniProgramToken("bearer"), sha("mini-program-token", "bearer")],
  ["a console's link, kept", () => hashConsoleToken("link", "code"), sha("console link", "code")],
  ["a console's session, kept", () => hashConsoleToken("session", "code"), sha("console session", "code")],
])("%s is made as it always was", (_, make, expected) => expect(make()).toBe(expected));

test("the next refresh token follows from the one before, for its session only", () => {
  const next = nextRefreshToken(key, { sessionId: "s", generation: 4, secret: "x" });
  expect(next).toEqual({ sessionId: "s", generation: 5, secret: hmac("refresh-next", "s", "x") });
});

test("codes that people read are made as they always were", () => {
  expect(deriveChatCode(key, "wx1", "push 1", { draw: 0, length: 8 })).toBe("Q95U4YML");
  expect(deriveChatCode(key, "wx1", "push 1", { draw: 1, length: 8 })).not.toBe("Q95U4YML");
  expect(deriveSentCode(key, "claim", { attemptId: "at_1", draw: 0, length: 6 })).toBe("931227");
  expect(pairingCodeOf(key, { id: "at_1", appid: "wx1", openId: "o1" })).toBe("641740");
});

test("a state of OAuth is 64 hexadecimal digits", () => {
  const state = oauthStateOf(key, "at_1", "claim");
  expect(state).toBe(Buffer.from(hmac("oauth-state", "at_1", "claim"), "base64url").toString("hex"));
  expect(state).toMatch(/^[0-9a-f]{64}$/);
});

test("a key of the operator's names its kind, and has 256 random bits", () => {
  expect(newAdminKey(createSeededRandom(1))).toMatch(/^saoma_admin_[\w-]{43}$/);
  expect(newAdminKey(createSeededRandom(1))).not.toBe(newAdminKey(createSeededRandom(2)));
});

test("what else is derived is as it always was", () => {
  expect(deriveVerificationCode(key, "wx1", "push 1", { draw: 0, length: 6 })).toBe("525683");
  expect(numberChoices(key, 4, 42)).toEqual([81, 72, 42]);
  expect(numberChoices(key, 8, 42)).toEqual([74, 33, 42]);
  const body = "sm_12345678901234567";
  expect(isOurScene(body + sha("scene", body).slice(0, 2))).toBe(true);
});

test("a browser's mark is its own and its account's, in one part or in two", () => {
  const mark = browserMark(key, "bh", "ac_1");
  const [own = "", shared = ""] = mark.split(".");
  for (const [browser, account, expected] of [
    ["bh", "ac_1", true],
    ["other", "ac_1", false],
    ["bh", "ac_2", false],
  ] as const) {
    expect(isMarkOf(mark, key, browser, account)).toBe(expected);
    expect(isMarkOf(own, key, browser, account)).toBe(expected);
  }
  expect(accountOfMark(mark)).toBe(shared);
  expect(accountOfMark(browserMark(key, "other", "ac_1"))).toBe(shared);
  expect(accountOfMark(own)).toBe(own);
});

test("a token of the console's holds 256 random bits", () => {
  expect(newConsoleToken(createSeededRandom(1))).toMatch(/^[\w-]{43}$/);
  expect(newConsoleToken(createSeededRandom(1))).not.toBe(newConsoleToken(createSeededRandom(2)));
});
