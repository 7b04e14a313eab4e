import { expect, test } from "vitest";
import { advance } from "../../src/domain/advance.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { lifetime } from "../../src/domain/attempt-deadline.ts";
import type { AttemptEvent } from "../../src/domain/attempt-event.ts";
import { unpair } from "../../src/domain/pairing.ts";
import { askedPurpose } from "../../src/domain/policy.ts";
import { sampleAttempt, scannedBy } from "../../src/testing/store/samples.ts";

// What `attempt-table` does not cover: a linked WeChat's first sign-in, people who may not be granted, terms and pairing.

const now = 1_000_000;
const me = "oXiaoming";
const pending = sampleAttempt("a", { expiresAt: now + 60_000 });
const scanned: Attempt = { ...scannedBy(pending, me, 4), expiresAt: now + 60_000 };
const granted: Attempt = { ...scanned, status: "granted" };
const phone: Attempt = { ...scanned, status: "phone_required", pairing: "code" };
const first: Attempt = { ...scanned, addedAt: 5, accountId: "ac_1" };
const firstOnPage: Attempt = { ...first, status: "granted", pairing: "agree" };

/** The attempt after an event, without version and deadline. */
function after(before: Attempt, event: AttemptEvent) {
  const { attempt, outcome } = advance(before, event, now);
  const { version, expiresAt: _, ...rest } = attempt;
  expect(version).toBe(outcome === "moved" ? before.version + 1 : before.version);
  return { outcome, attempt: rest };
}

/** The attempt's fields, without those that are undefined in `change`. */
function like(before: Attempt, change: { readonly [Field in keyof Attempt]?: Attempt[Field] | undefined }) {
  const { version: _, expiresAt: __, ...rest } = { ...before, ...change };
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

const notFirst = { addedAt: undefined, accountId: undefined } as const;
const disown = (more: Partial<Extract<AttemptEvent, { type: "disown" }>> = {}): AttemptEvent => ({
  type: "disown",
  openId: me,
  next: "grant",
  ...more,
});

test.each<[string, Attempt, AttemptEvent, Parameters<typeof like>[1]]>([
  ["asked in the chat: granted as a newcomer", first, disown(), { ...notFirst, status: "granted", proof: "tap" }],
  [
    "asked on the page, paired by a chat's code: it stays paired",
    firstOnPage,
    disown(),
    { ...notFirst, proof: "tap", pairing: "done" },
  ],
  [
    "asked on the page after WeChat's own: nothing is paired",
    { ...firstOnPage, channel: "open-platform" },
    disown(),
    { ...notFirst, channel: "open-platform", proof: "tap", pairing: undefined },
  ],
  [
    "a phone is required: its code is asked for",
    first,
    disown({ next: "phone" }),
    { ...notFirst, status: "phone_required", proof: "tap", pairing: "code" },
  ],
  [
    "newcomers are refused",
    first,
    disown({ next: "refuse" }),
    { ...notFirst, status: "declined", reason: "newcomer_refused" },
  ],
  ["by number, not typed yet: it is asked for", { ...first, number: 42 }, disown(), { ...notFirst, number: 42 }],
  [
    "by number, typed with it: granted",
    { ...first, number: 42 },
    disown({ byNumber: true }),
    { ...notFirst, number: 42, status: "granted", proof: "number" },
  ],
])("who says that the account is not theirs, %s", (_, before, event, change) => {
  expect(after(before, event)).toStrictEqual({ outcome: "moved", attempt: like(before, change) });
});

test.each<[string, Attempt, AttemptEvent, string]>([
  ["another person", first, disown({ openId: "oXiaohong" }), "taken"],
  ["who was not asked", scanned, disown(), "same"],
  ["before a scan", pending, disown(), "early"],
  ["after they agreed on the page", { ...firstOnPage, pairing: "done" }, disown(), "same"],
  ["of a code that waits", { ...firstOnPage, pairing: "code" }, disown(), "same"],
  ["while a phone is required", { ...firstOnPage, status: "phone_required" }, disown(), "same"],
  ["after a refusal", { ...first, status: "declined" }, disown(), "ended"],
])("the account is not disowned by %s", (_, before, event, outcome) => {
  expect(advance(before, event, now)).toEqual({ attempt: before, outcome });
});

const confirm = { type: "confirm", openId: me, next: "grant" } as const;

test("that it is a first sign-in may become known at the confirm: it is asked about, once", () => {
  const asked = after(scanned, { ...confirm, addedAt: 5, prompt: 12 });
  expect(asked).toStrictEqual({ outcome: "moved", attempt: like(scanned, { prompt: 12, addedAt: 5 }) });
  const without = after(scanned, { ...confirm, addedAt: 5 });
  expect(without.attempt).toStrictEqual(like(scanned, { addedAt: 5 }));
  const answered = like(first, { addedAt: undefined, status: "granted", proof: "tap" });
  expect(after(first, { ...confirm, addedAt: 5, prompt: 12 }).attempt).toStrictEqual(answered);
  expect(after(first, confirm).attempt).toStrictEqual(answered);
});

test("a first sign-in that no chat asks about is asked about on the page", () => {
  const scan = { type: "scan", openId: me, next: "grant", addedAt: 5 } as const;
  const page = { status: "granted", openId: me, addedAt: 5, pairing: "agree" } as const;
  expect(after(pending, scan).attempt).toStrictEqual(like(pending, page));
  const paired = like(pending, { ...page, proof: "tap" });
  expect(after(pending, { ...scan, paired: true }).attempt).toStrictEqual(paired);
  const asked = like(pending, { status: "scanned", openId: me, addedAt: 5, prompt: 8 });
  expect(after(pending, { ...scan, next: "ask", prompt: 8 }).attempt).toStrictEqual(asked);
  const usual = like(pending, { status: "scanned", openId: me });
  expect(after(pending, { type: "scan", openId: me, next: "ask" }).attempt).toStrictEqual(usual);
});

test("a person who is lost, suspended, not admitted, or by now of another account is stopped at any time before the redeem", () => {
  for (const reason of ["wechat_lost", "account_suspended", "not_admitted", undefined] as const) {
    const stop = { type: "conflict", openId: me, ...(reason ? { reason } : {}) } as const;
    for (const before of [scanned, phone, granted])
      expect(after(before, stop)).toStrictEqual({
        outcome: "moved",
        attempt: like(before, { status: "declined", reason: reason ?? "conflict" }),
      });
    expect(advance(granted, { ...stop, openId: "oXiaohong" }, now).outcome).toBe("taken");
    for (const status of ["redeemed", "declined"] as const)
      expect(advance({ ...granted, status }, stop, now).attempt.status).toBe(status);
  }
});

test("a grant with terms to read waits for ten minutes; other statuses last as without", () => {
  const terms = { ...pending, terms: "asked" } as const;
  const lasts = (next: "ask" | "grant") =>
    advance(terms, { type: "scan", openId: me, next }, now).attempt.expiresAt - now;
  expect(lasts("grant")).toBe(600_000);
  expect(lasts("ask")).toBe(lifetime.scanned);
});

test("only a granted attempt is paired: not a link that still asks or was refused, nor a proof that the chat asks for", () => {
  const link = { ...pending, purpose: "link" } as const;
  expect(after(link, { type: "scan", openId: me, next: "ask" }).attempt).not.toHaveProperty("pairing");
  expect(after(link, { type: "conflict", openId: me }).attempt).not.toHaveProperty("pairing");
  expect(after(first, { type: "decline", openId: me }).attempt).not.toHaveProperty("pairing");
  const pairingOf = (purpose: Attempt["purpose"], channel: Attempt["channel"], next: "ask" | "grant") =>
    advance({ ...pending, purpose, channel }, { type: "scan", openId: me, next }, now).attempt.pairing;
  expect(pairingOf("prove", "in-wechat", "grant")).toBe("agree");
  expect(pairingOf("prove", "in-wechat", "ask")).toBeUndefined();
  expect(pairingOf("prove", "open-platform", "grant")).toBeUndefined();
  expect(pairingOf("sign-in", "in-wechat", "grant")).toBeUndefined();
});

test("a page is paired once more as its channel can", () => {
  const done = { ...phone, pairing: "done", pairingTries: 2 } as const;
  expect(unpair(done)).toEqual({ ...done, pairing: "code", version: done.version + 1 });
  expect(unpair({ ...done, channel: "in-wechat" }).pairing).toBe("agree");
});

test("an attempt that ended unpaired cannot be redeemed", () => {
  expect(advance({ ...phone, status: "declined" }, { type: "redeem" }, now).outcome).toBe("ended");
});

test("an attempt with an invitation asks as a link does", () => {
  expect(askedPurpose({ purpose: "sign-in" })).toBe("sign-in");
  expect(askedPurpose({ purpose: "sign-in", invitation: "hash" })).toBe("link");
});
