import fc from "fast-check";
import { expect, test } from "vitest";
import { advance } from "../../src/domain/advance.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { endsAt, hasEnded, lifetime, scanGrace } from "../../src/domain/attempt-deadline.ts";
import type { AttemptEvent } from "../../src/domain/attempt-event.ts";

const born = 1_000_000;

const pending: Attempt = {
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
  createdAt: born,
  status: "pending",
  version: 1,
  expiresAt: born + lifetime.pending,
};

const people = fc.constantFrom("oXiaoming", "oXiaohong");

const event: fc.Arbitrary<AttemptEvent> = fc.oneof(
  fc.record({
    type: fc.constant("scan" as const),
    openId: people,
    prompt: fc.integer({ min: 1, max: 9 }).map((n) => n * 4),
    next: fc.constantFrom("ask" as const, "grant" as const, "phone" as const, "refuse" as const),
  }),
  fc.record({
    type: fc.constant("confirm" as const),
    openId: people,
    next: fc.constantFrom("grant" as const, "phone" as const),
  }),
  fc.record({ type: fc.constant("miss" as const), openId: people }),
  fc.record({ type: fc.constant("bind" as const), next: fc.constantFrom("grant" as const, "conflict" as const) }),
  fc.record({ type: fc.constant("decline" as const), openId: people }),
  fc.record({ type: fc.constant("conflict" as const), openId: people }),
  fc.constantFrom({ type: "redeem" as const }, { type: "cancel" as const }, { type: "tick" as const }),
);

const history = fc.array(fc.record({ event, wait: fc.integer({ min: 0, max: 100_000 }) }), { maxLength: 12 });

/** Every step of a history: the attempt before, the event, and the attempt after it. */
function steps(past: { event: AttemptEvent; wait: number }[]) {
  let [attempt, now] = [pending, born];
  return past.map(({ event, wait }) => {
    now += wait;
    const before = attempt;
    const result = advance(before, event, now);
    attempt = result.attempt;
    return { before, event, now, ...result };
  });
}

const holds = (law: (step: ReturnType<typeof steps>[number]) => void) =>
  fc.assert(
    fc.property(history, (past) => {
      steps(past).forEach(law);
    }),
    { numRuns: 2_000 },
  );

test("the identity is written once", () => {
  holds(({ before, attempt }) => {
    if (before.openId !== undefined) expect(attempt.openId).toBe(before.openId);
    if (before.prompt !== undefined) expect(attempt.prompt).toBe(before.prompt);
  });
});

test("an ended attempt keeps its end", () => {
  holds(({ before, attempt }) => {
    if (hasEnded(before)) expect(attempt).toBe(before);
  });
});

test("the version grows by one with every change of status, and only then", () => {
  holds(({ before, attempt }) => {
    if (attempt === before) return;
    expect(attempt.status).not.toBe(before.status);
    expect(attempt.version).toBe(before.version + 1);
  });
});

test("nothing is granted but by its own person's confirm, a scan that needed none, or the phone it asked for", () => {
  holds(({ before, event, attempt }) => {
    if (before.status === "granted" || attempt.status !== "granted") return;
    const isSelf = event.type === "confirm" && before.status === "scanned" && event.openId === before.openId;
    const bySelf = isSelf && event.next === "grant";
    const byScan = event.type === "scan" && before.status === "pending" && event.next === "grant";
    const byPhone = event.type === "bind" && before.status === "phone_required" && event.next === "grant";
    expect(bySelf || byScan || byPhone).toBe(true);
  });
});

test("a person who has to bind a phone is not granted without it", () => {
  const asked = (past: { event: AttemptEvent; wait: number }[]) =>
    steps(past).findIndex(({ attempt }) => attempt.status === "phone_required");
  const property = fc.property(history, (past) => {
    const at = asked(past);
    if (at < 0) return;
    const later = steps(past).slice(at + 1);
    const granted = later.findIndex(({ attempt }) => attempt.status === "granted" || attempt.status === "redeemed");
    if (granted >= 0) expect(later[granted]?.event).toEqual({ type: "bind", next: "grant" });
  });
  fc.assert(property, { numRuns: 2_000 });
});

test("another account's phone ends the attempt, and a phone that was not required does nothing", () => {
  const bind = { type: "bind", next: "conflict" } as const;
  expect(advance(pending, bind, born)).toEqual({ attempt: pending, outcome: "early" });
  const asking = advance(pending, { type: "scan", openId: "oXiaoming", next: "phone" }, born).attempt;
  expect(asking).toMatchObject({ status: "phone_required", expiresAt: born + 600_000 });
  expect(advance(asking, bind, born).attempt).toMatchObject({ status: "declined", reason: "conflict" });
});

test("nothing but a grant in time is redeemed", () => {
  holds(({ before, attempt, now }) => {
    if (attempt.status !== "redeemed" || before.status === "redeemed") return;
    expect(before.status).toBe("granted");
    expect(now).toBeLessThan(before.expiresAt);
  });
});

test("an event outside of the deadline changes nothing but the status, to expired", () => {
  holds(({ before, attempt, now }) => {
    const end = endsAt(before);
    if (end === undefined || now < end) return;
    expect(attempt).toEqual({ ...before, status: "expired", expiresAt: end, version: before.version + 1 });
  });
});

test("doing a thing twice is doing it once", () => {
  holds(({ event, attempt, now, outcome }) => {
    const again = advance(attempt, event, now);
    expect(again.attempt).toBe(attempt);
    if (outcome === "moved" && event.type !== "cancel") {
      expect(["same", "ended", "undo"]).toContain(again.outcome);
    }
  });
});

test("a scan counts until 15 s after the QR's deadline", () => {
  const scan = { type: "scan", openId: "oXiaoming", prompt: 4, next: "ask" } as const;
  const late = born + lifetime.pending + scanGrace;
  expect(advance(pending, scan, late - 1).attempt.status).toBe("scanned");
  expect(advance(pending, scan, late)).toMatchObject({ outcome: "ended", attempt: { status: "expired" } });
});

test("a second person at the same attempt hears that it is taken, at every later status", () => {
  const by = (openId: string) => ({ type: "scan", openId, prompt: 4, next: "ask" }) as const;
  const scanned = advance(pending, by("oXiaoming"), born).attempt;
  const granted = advance(scanned, { type: "confirm", openId: "oXiaoming", next: "grant" }, born).attempt;
  const redeemed = advance(granted, { type: "redeem" }, born).attempt;
  for (const attempt of [scanned, granted, redeemed]) {
    expect(advance(attempt, by("oXiaohong"), born)).toEqual({ attempt, outcome: "taken" });
    expect(advance(attempt, by("oXiaoming"), born)).toEqual({ attempt, outcome: "same" });
    expect(advance(attempt, { type: "confirm", openId: "oXiaohong", next: "grant" }, born).outcome).toBe("taken");
    expect(advance(attempt, { type: "decline", openId: "oXiaohong" }, born).outcome).toBe("taken");
  }
  expect(advance(redeemed, { type: "decline", openId: "oXiaoming" }, born).outcome).toBe("undo");
});
