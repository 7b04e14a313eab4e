import { advance } from "../../src/domain/advance.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { hasEnded, lifetime, worthShowing } from "../../src/domain/attempt-deadline.ts";
import type { AttemptEvent } from "../../src/domain/attempt-event.ts";
import { afterScan, type Policy } from "../../src/domain/policy.ts";
import { isLive, redeemAgain, type Session } from "../../src/domain/session.ts";

const policy: Policy = {
  confirm: "new-browser",
  confirmBy: "tap",
  newcomers: "create",
  phoneMatch: "link",
  rememberBrowser: "until-sign-out",
};
const sessionLifetime = 30 * 60_000;

/** The expected state of the API, kept by `advance` and little else. Attempts and sessions are named by index. */
export interface Expected {
  now: number;
  readonly attempts: { row: Attempt; readonly browser: number; session?: Session }[];
  /** The attempt that each browser's session cookie comes from. */
  readonly jars: (number | undefined)[];
  readonly members: Set<string>;
  readonly known: Set<string>;
  /** The attempts each person scanned, the latest last. */
  readonly scans: Map<string, number[]>;
}

export const nothingYet = (now: number): Expected => ({
  now,
  attempts: [],
  jars: [],
  members: new Set(),
  known: new Set(),
  scans: new Map(),
});

/** The view that the attempt's browser must get now. */
export const shown = ({ attempts, now }: Expected, at: number): Attempt =>
  advance(rowOf(attempts, at), { type: "tick" }, now).attempt;

function rowOf(attempts: Expected["attempts"], at: number): Attempt {
  const row = attempts[at]?.row;
  if (!row) throw new Error(`there is no attempt ${at}`);
  return row;
}

function step(expected: Expected, at: number, event: AttemptEvent) {
  const entry = expected.attempts[at];
  const result = advance(rowOf(expected.attempts, at), event, expected.now);
  if (entry) entry.row = result.attempt;
  return result;
}

/** The attempt of this browser that a start reuses: a scanned one, otherwise a pending one. */
const standingOf = ({ attempts, now }: Expected, browser: number): number | undefined => {
  const last = (...statuses: Attempt["status"][]) =>
    attempts.findLastIndex(({ row, browser: own }) => own === browser && statuses.includes(row.status));
  const open = last("scanned", "granted");
  if (open >= 0 && now < (attempts[open]?.row.expiresAt ?? 0)) return open;
  const pending = last("pending");
  return pending >= 0 && now < (attempts[pending]?.row.expiresAt ?? 0) - worthShowing ? pending : undefined;
};

export function start(expected: Expected, browser: number): { at: number; status: number } {
  const there = standingOf(expected, browser);
  if (there !== undefined) return { at: there, status: 200 };
  const { now, attempts } = expected;
  attempts.push({ browser, row: { ...blank, createdAt: now, expiresAt: now + lifetime.pending } });
  return { at: attempts.length - 1, status: 201 };
}

const blank: Attempt = {
  id: "",
  applicationId: "shop",
  channel: "official-account-qr",
  appid: "",
  purpose: "sign-in",
  claimHash: "",
  browserName: "",
  language: "zh-CN",
  scene: "",
  content: "",
  createdAt: 0,
  status: "pending",
  version: 1,
  expiresAt: 0,
};

/** WeChat sends no push for a QR that has expired. */
export function scan(expected: Expected, at: number, person: string): void {
  const entry = expected.attempts[at];
  if (!entry || expected.now >= entry.row.createdAt + lifetime.pending) return;
  const facts = {
    newcomer: !expected.members.has(person),
    knownBrowser: expected.known.has(`${entry.browser} ${person}`),
  };
  const event = { type: "scan", openId: person, prompt: 4, next: afterScan(policy, facts) } as const;
  if (step(expected, at, event).outcome !== "moved") return;
  if (entry.row.status === "granted") expected.members.add(person);
  expected.scans.set(person, [...(expected.scans.get(person) ?? []), at]);
}

export function answer(expected: Expected, at: number, person: string, says: "yes" | "no"): void {
  const { attempt, outcome } = step(
    expected,
    at,
    says === "yes" ? { type: "confirm", openId: person, next: "grant" } : { type: "decline", openId: person },
  );
  if (outcome === "moved" && attempt.status === "granted") expected.members.add(person);
  const entry = expected.attempts[at];
  if (says === "no" && attempt.openId === person) expected.known.delete(`${entry?.browser} ${person}`);
  if (outcome === "undo") end(expected, at, "undone");
}

/** A typed digit answers the latest scan, until ten minutes after its end; "no" also while its session is live. */
export function typed(expected: Expected, person: string, says: "yes" | "no"): void {
  const at = expected.scans.get(person)?.at(-1);
  const row = at === undefined ? undefined : expected.attempts[at]?.row;
  if (at === undefined || !row) return;
  const session = expected.attempts[at]?.session;
  const isSignedIn = session !== undefined && isLive(session, expected.now);
  const isOver = hasEnded(row) && expected.now > row.expiresAt + 600_000;
  if (isOver && !(says === "no" && isSignedIn)) return;
  answer(expected, at, person, says);
}

function end({ attempts, now }: Expected, at: number, how: NonNullable<Session["end"]>): void {
  const entry = attempts[at];
  if (entry?.session && entry.session.endedAt === undefined) {
    entry.session = { ...entry.session, endedAt: now, end: how };
  }
}

export function cancel(expected: Expected, at: number): string {
  const { attempt } = step(expected, at, { type: "cancel" });
  return attempt.status === "redeemed" ? "410 attempt_ended" : `200 ${attempt.status}`;
}

/** Refreshing a redeemed attempt starts another one, too, and does not undo the first. */
export function refresh(expected: Expected, at: number, browser: number): number {
  step(expected, at, { type: "cancel" });
  return start(expected, browser).at;
}

export function redeem(expected: Expected, at: number): string {
  const { outcome, attempt } = step(expected, at, { type: "redeem" });
  const entry = expected.attempts[at];
  if (!entry) throw new Error("unreachable");
  if (outcome === "early") return "409 attempt_not_granted";
  if (outcome === "same" && entry.session) {
    const verdict = redeemAgain(entry.session, expected.now);
    if (verdict !== "same") return `${verdict === "already_redeemed" ? 409 : 410} ${verdict}`;
    expected.jars[entry.browser] = at;
    return "200";
  }
  if (outcome !== "moved") return "410 attempt_ended";
  const before = expected.jars[entry.browser];
  const old = before === undefined ? undefined : expected.attempts[before]?.session;
  if (before !== undefined && old && isLive(old, expected.now)) end(expected, before, "replaced");
  entry.session = {
    ...opened,
    openId: attempt.openId ?? "",
    createdAt: expected.now,
    expiresAt: expected.now + sessionLifetime,
  };
  // A session without an act came from a known browser. If a sign-out has forgotten the browser, it stays unknown.
  if (attempt.proof !== undefined) expected.known.add(`${entry.browser} ${attempt.openId}`);
  expected.jars[entry.browser] = at;
  return "200";
}

const opened: Session = {
  id: "",
  accountId: "",
  applicationId: "shop",
  attemptId: "",
  channel: "official-account-qr",
  appid: "",
  openId: "",
  newcomer: false,
  tokenHash: "",
  createdAt: 0,
  expiresAt: 0,
};

/** The person that a browser is signed in as. Asking counts as the session's first use. */
export function signedIn(expected: Expected, browser: number): string | undefined {
  const at = expected.jars[browser];
  const entry = at === undefined ? undefined : expected.attempts[at];
  if (!entry?.session || !isLive(entry.session, expected.now)) return undefined;
  entry.session = { firstUsedAt: expected.now, ...entry.session };
  return entry.session.openId;
}

export function signOut(expected: Expected, browser: number): void {
  const at = expected.jars[browser];
  if (at !== undefined) end(expected, at, "signed_out");
  const person = at === undefined ? undefined : expected.attempts[at]?.row.openId;
  expected.known.delete(`${browser} ${person}`);
  expected.jars[browser] = undefined;
}
