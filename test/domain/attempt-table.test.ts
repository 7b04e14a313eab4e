import { expect, test } from "vitest";
import { advance } from "../../src/domain/advance.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import {
  endsAt,
  lifetime,
  pairingLifetime,
  pendingFor,
  scanGrace,
  statusSince,
} from "../../src/domain/attempt-deadline.ts";
import type { AttemptEvent, Outcome } from "../../src/domain/attempt-event.ts";

const now = 1_000_000;
const me = "oXiaoming";
const other = "oXiaohong";

const attempt = (values: Partial<Attempt>): Attempt => ({
  id: "attempt",
  applicationId: "shop",
  channel: "official-account-qr",
  appid: "wx0000000000000001",
  purpose: "sign-in",
  claimHash: "hash",
  browserName: "Chrome",
  language: "zh-CN",
  scene: "scene",
  content: "http://weixin.qq.com/q/02",
  createdAt: now,
  status: "pending",
  version: 7,
  expiresAt: now + 60_000,
  ...values,
});

const pending = attempt({});
const scanned = attempt({ status: "scanned", openId: me, prompt: 4 });
const phone = attempt({ status: "phone_required", openId: me, pairing: "code" });
const granted = attempt({ status: "granted", openId: me });
const linked = attempt({ status: "granted", openId: me, purpose: "link", pairing: "code" });
const redeemed = attempt({ status: "redeemed", openId: me });
const declined = attempt({ status: "declined", openId: me, reason: "by_person" });
const cancelled = attempt({ status: "cancelled" });
const expired = attempt({ status: "expired", openId: me });

const scan = (openId: string, more = {}): AttemptEvent => ({ type: "scan", openId, prompt: 8, next: "ask", ...more });
const confirm = (openId: string, next: "grant" | "phone" = "grant"): AttemptEvent => ({
  type: "confirm",
  openId,
  next,
});

type Row = [from: Attempt, event: AttemptEvent, outcome: Outcome, changes?: Partial<Attempt>];

// What an event changes besides the version and the deadline. Without `changes` it returns the same attempt.
const rows: Row[] = [
  [pending, scan(me), "moved", { status: "scanned", openId: me, prompt: 8 }],
  [pending, scan(me, { number: 42 }), "moved", { status: "scanned", openId: me, prompt: 8, number: 42 }],
  [pending, scan(me, { prompt: undefined, next: "grant" }), "moved", { status: "granted", openId: me }],
  [pending, scan(me, { next: "grant" }), "moved", { status: "granted", openId: me, prompt: 8 }],
  [pending, scan(me, { next: "phone" }), "moved", { status: "phone_required", openId: me, prompt: 8, pairing: "code" }],
  [
    pending,
    scan(me, { next: "refuse" }),
    "moved",
    { status: "declined", openId: me, prompt: 8, reason: "newcomer_refused" },
  ],
  [
    attempt({ purpose: "link" }),
    scan(me, { prompt: undefined, next: "grant", paired: true }),
    "moved",
    { status: "granted", openId: me, pairing: "done", proof: "tap" },
  ],
  [pending, confirm(me), "early"],
  [pending, { type: "miss", openId: me }, "early"],
  [pending, { type: "decline", openId: me }, "early"],
  [pending, { type: "pair" }, "early"],
  [pending, { type: "bind", next: "grant" }, "early"],
  [pending, { type: "redeem" }, "early"],
  [pending, { type: "tick" }, "same"],
  [pending, { type: "conflict", openId: me }, "moved", { status: "declined", openId: me, reason: "conflict" }],
  [pending, { type: "cancel" }, "moved", { status: "cancelled" }],

  [scanned, scan(me), "same"],
  [scanned, scan(other), "taken"],
  [scanned, confirm(me), "moved", { status: "granted", proof: "tap" }],
  [attempt({ ...scanned, number: 42 }), confirm(me), "moved", { status: "granted", proof: "number" }],
  [scanned, confirm(me, "phone"), "moved", { status: "phone_required", proof: "tap", pairing: "code" }],
  [scanned, confirm(other), "taken"],
  [scanned, { type: "miss", openId: me }, "moved", { status: "declined", reason: "wrong_number" }],
  [scanned, { type: "miss", openId: other }, "taken"],
  [scanned, { type: "decline", openId: me }, "moved", { status: "declined", reason: "by_person" }],
  [scanned, { type: "decline", openId: other }, "taken"],
  [scanned, { type: "conflict", openId: me }, "moved", { status: "declined", reason: "conflict" }],
  [scanned, { type: "conflict", openId: other }, "taken"],
  [scanned, { type: "redeem" }, "early"],
  [scanned, { type: "bind", next: "grant" }, "early"],

  [phone, { type: "bind", next: "grant" }, "moved", { status: "granted" }],
  [phone, { type: "bind", next: "conflict" }, "moved", { status: "declined", reason: "conflict" }],
  [phone, { type: "conflict", openId: me }, "moved", { status: "declined", reason: "conflict" }],
  [phone, { type: "conflict", openId: other }, "taken"],
  [phone, { type: "redeem" }, "early"],
  [phone, { type: "pair" }, "moved", { pairing: "done" }],

  [granted, { type: "redeem" }, "moved", { status: "redeemed" }],
  [granted, { type: "bind", next: "conflict" }, "same"],
  [granted, { type: "miss", openId: me }, "same"],
  [granted, { type: "conflict", openId: me }, "moved", { status: "declined", reason: "conflict" }],
  [granted, { type: "conflict", openId: other }, "taken"],
  [granted, { type: "decline", openId: me }, "moved", { status: "declined", reason: "by_person" }],

  [linked, { type: "redeem" }, "early"],
  [attempt({ ...linked, pairing: "agree" }), { type: "redeem" }, "early"],
  [attempt({ ...linked, pairing: "done" }), { type: "redeem" }, "moved", { status: "redeemed" }],
  [linked, { type: "pair" }, "moved", { pairing: "done" }],
  [attempt({ ...linked, pairing: "done" }), { type: "pair" }, "same"],
  [attempt({ ...linked, pairing: "done" }), { type: "mispair", last: true }, "same"],
  [linked, { type: "mispair", last: false }, "moved", { pairingTries: 1 }],
  [attempt({ ...linked, pairingTries: 1 }), { type: "mispair", last: false }, "moved", { pairingTries: 2 }],
  [
    attempt({ ...linked, pairingTries: 2 }),
    { type: "mispair", last: true },
    "moved",
    { status: "declined", pairingTries: 3, reason: "wrong_pairing_code" },
  ],
  [attempt({ ...declined, pairing: "code" }), { type: "pair" }, "ended"],
  [attempt({ ...expired, pairing: "code" }), { type: "mispair", last: false }, "ended"],
  [declined, { type: "pair" }, "ended"],

  [redeemed, { type: "redeem" }, "same"],
  [redeemed, { type: "bind", next: "grant" }, "same"],
  [redeemed, { type: "decline", openId: me }, "undo"],
  [redeemed, { type: "decline", openId: other }, "taken"],
  [redeemed, { type: "conflict", openId: me }, "same"],
  [redeemed, scan(me), "same"],
  [redeemed, scan(other), "taken"],
  [redeemed, { type: "cancel" }, "ended"],

  [declined, { type: "decline", openId: me }, "same"],
  [declined, confirm(me), "ended"],
  [declined, confirm(other), "taken"],
  [declined, { type: "redeem" }, "ended"],
  [declined, { type: "bind", next: "grant" }, "ended"],

  [expired, { type: "decline", openId: me }, "ended"],
  [expired, scan(me), "ended"],
  [expired, scan(other), "ended"],
  [expired, { type: "cancel" }, "ended"],
  [cancelled, scan(me), "ended"],
  [cancelled, { type: "tick" }, "same"],
];

const nameOf = ({ status, purpose, pairing, pairingTries = 0, number }: Attempt): string =>
  [status, purpose, pairing, `${pairingTries} tries`, number].filter((part) => part !== undefined).join(" ");

test.each(rows.map((row) => [nameOf(row[0]), JSON.stringify(row[1]), row[2], row] as const))(
  "%s, %s: %s",
  (_, __, outcome, [from, event, , changes]) => {
    const result = advance(from, event, now);
    expect(result.outcome).toBe(outcome);
    if (changes === undefined) return expect(result.attempt).toBe(from);
    const { expiresAt, ...attempt } = result.attempt;
    const { expiresAt: _before, ...before } = from;
    expect(attempt).toEqual({ ...before, ...changes, version: 8 });
    // An attempt that stays in its status keeps its deadline. Every other status starts a new one.
    if (changes.status === undefined) expect(expiresAt).toBe(from.expiresAt);
  },
);

test.each([
  ["scanned", pending, scan(me), lifetime.scanned],
  ["phone_required", pending, scan(me, { next: "phone" }), lifetime.phone_required],
  ["granted", pending, scan(me, { next: "grant" }), lifetime.granted],
  ["redeemed", granted, { type: "redeem" }, 0],
  ["declined", scanned, { type: "decline", openId: me }, 0],
] as const)("what has become %s lasts as long as that does", (status, from, event, lasts) => {
  const { attempt } = advance(from, event, now + 5);
  expect([attempt.status, attempt.expiresAt]).toEqual([status, now + 5 + lasts]);
});

test("a link that waits for its pairing lasts as long as its code, on each channel by what that can show", () => {
  for (const [channel, pairing] of [
    ["official-account-qr", "code"],
    ["official-account-code", "code"],
    ["mini-program", "code"],
    ["open-platform", "agree"],
    ["in-wechat", "agree"],
  ] as const) {
    const { attempt } = advance({ ...pendingLink, channel }, scan(me, { next: "grant" }), now);
    expect([attempt.pairing, attempt.expiresAt]).toEqual([pairing, now + pairingLifetime]);
  }
});

const pendingLink = attempt({ purpose: "link" });

test("a sign-in and a proof wait for no pairing, and a pairing that is done stays done", () => {
  for (const purpose of ["sign-in", "prove"] as const)
    expect(advance({ ...pending, purpose }, scan(me, { next: "grant" }), now).attempt.pairing).toBeUndefined();
  const bound = advance({ ...phone, pairing: "done" }, { type: "bind", next: "grant" }, now).attempt;
  expect([bound.pairing, bound.expiresAt]).toEqual(["done", now + lifetime.granted]);
});

test("only a pending attempt has a grace after its deadline, and an ended one does not end again", () => {
  expect(endsAt(pending)).toBe(pending.expiresAt + scanGrace);
  for (const one of [scanned, phone, granted]) expect(endsAt(one)).toBe(one.expiresAt);
  for (const one of [redeemed, declined, cancelled, expired]) expect(endsAt(one)).toBeUndefined();
});

test("an untouched attempt expires at its own deadline, whenever that is noticed", () => {
  const end = scanned.expiresAt;
  expect(advance(scanned, { type: "tick" }, end - 1)).toEqual({ attempt: scanned, outcome: "same" });
  const late = advance(scanned, { type: "tick" }, end + 9);
  expect(late).toEqual({
    attempt: { ...scanned, status: "expired", expiresAt: end, version: 8 },
    outcome: "moved",
  });
  expect(advance(scanned, confirm(me), end).outcome).toBe("ended");
  for (const one of [redeemed, declined, cancelled])
    expect(advance(one, { type: "tick" }, end + 1e9).attempt).toBe(one);
});

test("since when an attempt is in its status follows from its deadline", () => {
  expect(statusSince(attempt({ createdAt: now - 5 }))).toBe(now - 5);
  expect(statusSince(scanned)).toBe(scanned.expiresAt - lifetime.scanned);
  expect(statusSince(linked)).toBe(linked.expiresAt - pairingLifetime);
  expect(statusSince(redeemed)).toBe(redeemed.expiresAt);
});

test("each channel waits for as long as people need there, in minutes", () => {
  const minutes = (channel: Attempt["channel"]) => pendingFor(channel) / 60_000;
  expect(minutes("official-account-qr")).toBe(2);
  for (const channel of ["official-account-code", "mini-program", "open-platform", "in-wechat"] as const)
    expect(minutes(channel)).toBe(5);
});
