import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { SignInState } from "../../src/client/index.ts";
import { errors } from "../../src/domain/errors.ts";
import { createTranslate, languageFor } from "../../src/widget/texts.ts";
import { failureLine, type ViewOptions, verbOf, viewModelOf } from "../../src/widget/view-model.ts";
import { attemptView } from "../../src/wire/attempt.ts";
import { sessionView } from "../../src/wire/session.ts";

const expiresAt = "2026-01-01T00:02:00.000Z";
const who = { id: "ac_1", name: "安静的海鸥", avatar: "data:image/svg+xml," };
const account = { ...who, createdAt: expiresAt, lastSignInAt: expiresAt, isNew: true };
const identity = { channel: "official-account-qr", appid: "wx1", openid: "o1" } as const;
const qr = { image: "data:image/png;base64,", content: "http://weixin.qq.com/q/02" };
const session = { id: "se_1", application: "shop", expiresAt };
const terms = [{ title: "T", version: "1", url: "https://shop.test/terms" }];
const link = "https://open.weixin.qq.com/connect/qrconnect";
const states: SignInState[] = [
  { kind: "loading" },
  { kind: "pending", channel: "official-account-qr", qr, expiresAt },
  { kind: "pending", channel: "mini-program", qr: { image: "data:image/jpeg;base64," }, expiresAt },
  { kind: "pending", channel: "open-platform", link, expiresAt },
  { kind: "pending", channel: "official-account-code", code: { text: "123456", sendTo: { name: "青禾" } }, expiresAt },
  { kind: "scanned", expiresAt },
  { kind: "scanned", expiresAt, account: who },
  { kind: "scanned", expiresAt, number: "47" },
  { kind: "phone", expiresAt },
  { kind: "phone", expiresAt, sentTo: "138****8000" },
  { kind: "elsewhere" },
  { kind: "granted" },
  { kind: "continue", expiresAt, account: who },
  {
    kind: "signed-in",
    account,
    identity,
    session: { id: "se_1", application: "shop", expiresAt },
    notices: [{ id: "n_1", kind: "deletion_announced", at: expiresAt }],
  },
  { kind: "signed-in", account, identity, session: { id: "se_1", application: "shop", expiresAt } },
  { kind: "expired" },
  { kind: "declined", reason: "by_person" },
  { kind: "declined", reason: "wrong_number" },
  { kind: "declined", reason: "newcomer_refused" },
  { kind: "declined", reason: "conflict" },
  { kind: "offline" },
  { kind: "error", code: "rate_limited", message: "", retryable: true },
  { kind: "error", code: "a_code_of_tomorrow", message: "", retryable: false },
  { kind: "pairing", pairing: "code", expiresAt },
  { kind: "pairing", pairing: "agree", expiresAt, account: who },
  { kind: "pairing", pairing: "agree", expiresAt, account: who, addedAt: expiresAt },
  { kind: "pending", channel: "mini-program", qr: { image: "data:image/jpeg;base64," }, expiresAt, invited: true },
  { kind: "terms", expiresAt, terms, account: who },
];

/** Each reason, failure and notice of the service, also those that a browser never gets. */
const reasons = attemptView.shape.reason.unwrap().options;
const everything: SignInState[] = [
  ...states,
  { kind: "terms", expiresAt, terms },
  ...reasons.map((reason) => ({ kind: "declined", reason }) as const),
  // An invitation that is too early is reported only beside its field, with the time.
  ...Object.entries(errors)
    .filter(([code]) => code !== "invitation_too_early")
    .map(([code, { retryable }]) => ({ kind: "error", code, message: "", retryable }) as const),
  ...sessionView.shape.notices.unwrap().element.shape.kind.options.map((kind): SignInState => {
    const notices = [{ id: "n_1", kind, at: expiresAt }];
    return { kind: "signed-in", account, identity, session, notices };
  }),
];

const inEnglish = { translate: createTranslate("en"), language: "en", onPhone: false } as const;

const shown = (state: SignInState, { language = "en" as "en" | "zh-CN", onPhone = false, byCode = false } = {}) =>
  viewModelOf(state, { translate: createTranslate(language), language, onPhone, byCode });

test.each(["zh-CN", "en"] as const)("in %s every state has a text of its own", (language) => {
  const said = states.map((state) => shown(state, { language }).message.join());
  expect(new Set(said).size).toBe(states.length);
  expect(said.every((text) => /[\u4e00-\u9fff]/.test(text) === (language === "zh-CN") || /安静|青禾/.test(text))).toBe(
    true,
  );
});

const kinds = Object.keys({
  loading: true,
  pending: true,
  scanned: true,
  terms: true,
  continue: true,
  pairing: true,
  phone: true,
  granted: true,
  "signed-in": true,
  expired: true,
  declined: true,
  elsewhere: true,
  error: true,
  offline: true,
} satisfies Record<SignInState["kind"], true>);

/** Whether no placeholder or separator is left over in the text. */
const isClean = (words: string): boolean =>
  words !== "" && words === words.trim() && !/[{}|]|undefined|null|·$|^·| {2}|\[object|，$|,$/.test(words);

test.each(["zh-CN", "en"] as const)("in %s every word of every state reads as people write", (language) => {
  const translate = createTranslate(language);
  expect(new Set(everything.map(({ kind }) => kind))).toEqual(new Set(kinds));
  const wordsIn = (state: SignInState, options: Omit<ViewOptions, "translate" | "language">) => {
    const { message, buttons = [], press, entry, alt } = viewModelOf(state, { translate, language, ...options });
    const pressed = [...buttons, ...(press ? [press] : [])].map((name) => translate(name)[0]);
    return [...message, ...pressed, ...(entry ? translate(entry) : []), alt].filter((word) => word !== undefined);
  };
  for (let bits = 0; bits < 8; bits++) {
    const options = { onPhone: (bits & 1) > 0, codeFromChat: (bits & 2) > 0, again: (bits & 4) > 0 };
    for (const state of everything)
      expect(
        wordsIn(state, options).filter((word) => !isClean(word)),
        state.kind,
      ).toEqual([]);
  }
});

test.each(["zh-CN", "en"] as const)("in %s an error of a field is one line, whatever it is", (language) => {
  const codes = [...Object.keys(errors), "a_code_of_tomorrow", ""];
  for (const code of codes) expect(isClean(failureLine(createTranslate(language), code, "1/2/2026")), code).toBe(true);
  expect(failureLine(createTranslate("en"), "wrong_phone")).toBe("Enter a valid phone number");
  expect(failureLine(createTranslate("en"), "rate_limited")).toBe("Too many tries · Try again later");
});

test("a refusal says why and what to do, and can be pressed away", () => {
  for (const reason of reasons) {
    for (const language of ["zh-CN", "en"] as const)
      expect(shown({ kind: "declined", reason }, { language }).message[1], reason).toBeTruthy();
  }
  const pressed = reasons.map((reason) => shown({ kind: "declined", reason }).press);
  expect(pressed.map((press) => press && verbOf(press))).toEqual(reasons.map(() => "refresh"));
});

test("a code of the chat is asked for alone, without any other code", () => {
  const state = states.find((one) => one.kind === "pending" && one.code) as SignInState;
  const face = viewModelOf(state, { ...inEnglish, codeFromChat: true });
  expect([face.code, face.buttons, face.entry]).toEqual([undefined, undefined, "enterCode"]);
});

test("a code that was sent is not called scanned", () => {
  const scanned: SignInState = { kind: "scanned", expiresAt };
  expect(viewModelOf(scanned, { ...inEnglish, byCode: true }).message[0]).toBe("Code received");
  expect(viewModelOf(scanned, inEnglish).message[0]).toBe("Scanned");
});

test("every text is there in both languages, with a detail in both or in none", () => {
  const texts = [...readFileSync("src/widget/texts.ts", "utf8").matchAll(/^ +(?:\w+: )?"(.+\|.+)",$/gm)];
  expect(texts.length).toBeGreaterThan(40);
  for (const [, text = ""] of texts) {
    const parts = text.split("|");
    expect([2, 4], text).toContain(parts.length);
    const half = parts.length / 2;
    expect(parts.slice(0, half).join(), text).toMatch(/[\u4e00-\u9fff]/);
    expect(parts.slice(half).join(), text).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

test("only a pending attempt's QR can be scanned", () => {
  const scannable = states.filter((state) => shown(state).frame === "qr");
  expect(scannable.map(({ kind }) => kind)).toEqual(["pending", "pending", "pending"]);
});

test("a user who cannot continue has a button, and one whose sign-in is under way has none", () => {
  const pressed = states
    .filter((state) => shown(state).press ?? shown(state).buttons ?? shown(state).entry)
    .map(({ kind }) => kind);
  expect(new Set(pressed)).toEqual(
    new Set([
      "pending",
      "pairing",
      "phone",
      "terms",
      "elsewhere",
      "continue",
      "signed-in",
      "expired",
      "declined",
      "offline",
      "error",
    ]),
  );
});

test("the site's mark covers no code that only WeChat reads", () => {
  expect(states.map((state) => shown(state).marked ?? false)).toEqual(states.map((_, index) => index === 1));
});

test("on the phone that has WeChat, a QR can be saved, and a link opened where there is one", () => {
  const verbs = (state: SignInState) => shown(state, { onPhone: true }).buttons;
  expect(verbs({ kind: "pending", channel: "official-account-qr", qr, expiresAt })).toEqual(["save", "open"]);
  expect(verbs({ kind: "pending", channel: "mini-program", qr, link, expiresAt })).toEqual(["open"]);
});

test("before another account than the last one signs in, the way it came is named", () => {
  const asked: SignInState = { kind: "continue", expiresAt, account: who };
  expect(shown(asked).message).toEqual(expect.arrayContaining([expect.stringContaining("if you did not scan")]));
  expect(shown(asked, { byCode: true }).message).toEqual(
    expect.arrayContaining([expect.stringContaining("if the code was not yours")]),
  );
});

test("an invitation that is typed too early says from when on it is in force", () => {
  const line = (language: "zh-CN" | "en") => failureLine(createTranslate(language), "invitation_too_early", "12:00");
  expect([line("zh-CN"), line("en")]).toEqual(["邀请码从 12:00 起才能使用", "This invitation is in force from 12:00"]);
});

test("values are inserted unchanged", () => {
  expect(createTranslate("en")("welcome", "$& {}|")[0]).toBe("Hello, $& {}|");
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

test("a signed-in user reads the newest notice to their account's people", () => {
  const detailWith = (...kinds: ("deletion_announced" | "invited" | "phone_changed")[]) => {
    const notices = kinds.map((kind, at) => ({ id: String(at), kind, at: expiresAt }));
    const session = { id: "se_1", application: "shop", expiresAt };
    return shown({ kind: "signed-in", account, identity, session, notices }).message[1];
  };
  expect(detailWith()).toBe("You are signed in");
  expect(detailWith("deletion_announced", "phone_changed")).toContain("asked to delete your account");
  expect(detailWith("invited")).toContain("invitation");
});

test("a linked WeChat's first sign-in names the account and the day, and may be said to be no account of theirs", () => {
  const state = { kind: "pairing", pairing: "agree", expiresAt, account: who, addedAt: expiresAt } as const;
  const asked = shown(state);
  expect(asked).toMatchObject({ frame: "who", image: who.avatar, buttons: ["agree", "disown"] });
  expect(asked.message[0]).toContain(who.name);
  expect(asked.message[1]).toContain(new Date(expiresAt).toLocaleDateString("en"));
  expect(shown(state, { language: "zh-CN" }).message[1]).toContain(new Date(expiresAt).toLocaleDateString("zh-CN"));
});

test("a newcomer whom the page names is agreed to, or the page begins anew: there is no account to leave", () => {
  const asked = shown({ kind: "pairing", pairing: "agree", expiresAt, account: who });
  expect(asked).toMatchObject({ frame: "who", image: who.avatar, buttons: ["agree", "refresh"] });
  expect(asked.message[0]).toContain(who.name);
});

test("a pairing code is typed, without a name and without a button", () => {
  const asked = shown({ kind: "pairing", pairing: "code", expiresAt, account: who });
  expect([asked.entry, asked.buttons, asked.image]).toEqual(["pair", undefined, undefined]);
  expect(asked.message.join()).not.toContain(who.name);
});

test("only a conflict can be answered by a number's new owner", () => {
  const declined = ["by_person", "wrong_number", "newcomer_refused", "conflict", "wechat_lost"] as const;
  const offered = declined.filter((reason) => shown({ kind: "declined", reason }).buttons?.includes("newOwner"));
  expect(offered).toEqual(["conflict"]);
});

test("an invitation is asked for if the page offers it, until it was typed", () => {
  const waiting = { kind: "pending", channel: "official-account-qr", qr, expiresAt } as const;
  const entryOf = (state: SignInState, byInvitation: boolean) =>
    viewModelOf(state, { ...inEnglish, byInvitation }).entry;
  expect(entryOf(waiting, false)).toBeUndefined();
  expect(entryOf(waiting, true)).toBe("enterInvitation");
  expect(entryOf({ ...waiting, invited: true }, true)).toBeUndefined();
  expect(shown({ ...waiting, invited: true }).message[0]).toBe("Use your new WeChat");
});

test("an invitation is answered by the page's own code, because a code from the chat only signs in", () => {
  const code = { text: "123456", sendTo: { name: "青禾" } };
  const waiting = { kind: "pending", channel: "official-account-code", code, expiresAt } as const;
  const options = { ...inEnglish, byInvitation: true, codeFromChat: true };
  expect(viewModelOf(waiting, options)).toMatchObject({ code, entry: "enterInvitation" });
  for (const byInvitation of [true, false]) {
    const invited = viewModelOf({ ...waiting, invited: true }, { ...options, byInvitation });
    expect([invited.code, invited.entry]).toEqual([code, undefined]);
  }
});
