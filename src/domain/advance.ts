import type { Attempt, AttemptStatus } from "./attempt.ts";
import { endsAt, hasEnded, lastsFor } from "./attempt-deadline.ts";
import type { Advance, AfterConfirm, AttemptEvent, Outcome } from "./attempt-event.ts";
import { isUnpaired, pairingFor, withoutChat } from "./pairing.ts";

/**
 * Returns the attempt after `event`, and what the event did. A pure function, and the only one that changes a status.
 * `now` is the database's time in milliseconds.
 */
export function advance(before: Attempt, event: AttemptEvent, now: number): Advance {
  const attempt = expire(before, now);
  switch (event.type) {
    case "scan":
      return scan(attempt, event, now);
    case "confirm":
      return confirm(attempt, event, now);
    case "miss":
      return miss(attempt, event.openId, now);
    case "disown":
      return disown(attempt, event, now);
    case "decline":
      return decline(attempt, event.openId, now);
    case "pair":
    case "mispair":
      return pair(attempt, event, now);
    case "bind":
      return bind(attempt, event.next, now);
    case "conflict":
      return conflict(attempt, event, now);
    case "redeem":
      return redeem(attempt, now);
    case "cancel":
      return hasEnded(attempt) ? { attempt, outcome: "ended" } : to(attempt, "cancelled", now);
    case "tick":
      return { attempt, outcome: attempt === before ? "same" : "moved" };
  }
}

function expire(attempt: Attempt, now: number): Attempt {
  const end = endsAt(attempt);
  return end !== undefined && now >= end ? to(attempt, "expired", end).attempt : attempt;
}

function scan(attempt: Attempt, event: Extract<AttemptEvent, { type: "scan" }>, now: number): Advance {
  if (attempt.status !== "pending") return { attempt, outcome: repeated(attempt, event.openId) };
  const { openId, prompt, addedAt } = event;
  const scanned: Attempt = {
    ...attempt,
    openId,
    ...(prompt === undefined ? {} : { prompt }),
    ...(event.paired ? { proof: "tap" } : {}),
    ...(event.paired && addedAt === undefined ? { pairing: "done" } : {}),
    ...(addedAt === undefined ? {} : { addedAt }),
  };
  if (event.next === "refuse") return to({ ...scanned, reason: "newcomer_refused" }, "declined", now);
  if (event.next !== "ask") return to(scanned, statusOf[event.next], now);
  return to(event.number === undefined ? scanned : { ...scanned, number: event.number }, "scanned", now);
}

const statusOf = { grant: "granted", phone: "phone_required" } as const satisfies Record<AfterConfirm, AttemptStatus>;

function confirm(attempt: Attempt, event: Extract<AttemptEvent, { type: "confirm" }>, now: number): Advance {
  if (!asks(attempt, event.openId)) return answered(attempt, event.openId);
  const proof = attempt.number === undefined ? "tap" : "number";
  const { addedAt, ...known } = attempt;
  // Present: the person was asked whether the account is theirs, and has answered.
  if (addedAt !== undefined || event.addedAt === undefined) return to({ ...known, proof }, statusOf[event.next], now);
  const prompt = event.prompt === undefined ? {} : { prompt: event.prompt };
  return to({ ...known, ...prompt, addedAt: event.addedAt }, "scanned", now);
}

/** Only if it was asked: in the chat or mini-program before the confirm, on the page after WeChat's own page. */
function disown(attempt: Attempt, event: Extract<AttemptEvent, { type: "disown" }>, now: number): Advance {
  const { addedAt, pairing, accountId: _, ...rest } = attempt;
  const isAsked = attempt.status === "scanned" || (attempt.status === "granted" && pairing === "agree");
  if (addedAt === undefined || !isAsked || attempt.openId !== event.openId) return answered(attempt, event.openId);
  if (event.next === "refuse") return to({ ...rest, reason: "newcomer_refused" }, "declined", now);
  // A chat code that was typed into the page has paired it already.
  const isPaired = pairing === "agree" && !withoutChat.has(attempt.channel);
  if (attempt.number !== undefined && !event.byNumber) return to(rest, "scanned", now);
  const proof = attempt.number === undefined ? "tap" : "number";
  const own: Attempt = { ...rest, proof, ...(isPaired ? { pairing: "done" } : {}) };
  return to(own, statusOf[event.next], now);
}

/** Whether this person is asked to confirm. */
const asks = (attempt: Attempt, openId: string): boolean => attempt.status === "scanned" && attempt.openId === openId;

const answered = (attempt: Attempt, openId: string): Advance => ({
  attempt,
  outcome: attempt.status === "pending" ? "early" : repeated(attempt, openId),
});

/** Only while the attempt waits for it: pairing proves the page and signs nobody in. */
function pair(attempt: Attempt, event: Extract<AttemptEvent, { type: "pair" | "mispair" }>, now: number): Advance {
  if (attempt.pairing === undefined) return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
  if (attempt.pairing === "done") return { attempt, outcome: "same" };
  if (hasEnded(attempt)) return { attempt, outcome: "ended" };
  const version = attempt.version + 1;
  if (event.type === "pair") return { attempt: { ...attempt, pairing: "done", version }, outcome: "moved" };
  const tried: Attempt = { ...attempt, pairingTries: (attempt.pairingTries ?? 0) + 1 };
  if (event.last) return to({ ...tried, reason: "wrong_pairing_code" }, "declined", now);
  return { attempt: { ...tried, version }, outcome: "moved" };
}

/** Only while a phone is required: a phone alone signs nobody in. */
function bind(attempt: Attempt, next: "grant" | "conflict", now: number): Advance {
  if (attempt.status === "phone_required") {
    return next === "grant" ? to(attempt, "granted", now) : to({ ...attempt, reason: "conflict" }, "declined", now);
  }
  if (attempt.status === "granted" || attempt.status === "redeemed") return { attempt, outcome: "same" };
  return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
}

/** Only if there is something to confirm: a wrong number does not undo what is granted. */
function miss(attempt: Attempt, openId: string, now: number): Advance {
  return asks(attempt, openId)
    ? to({ ...attempt, reason: "wrong_number" }, "declined", now)
    : answered(attempt, openId);
}

function decline(attempt: Attempt, openId: string, now: number): Advance {
  if (attempt.status === "pending") return { attempt, outcome: "early" };
  if (attempt.openId !== openId) return { attempt, outcome: repeated(attempt, openId) };
  if (attempt.status === "redeemed") return { attempt, outcome: "undo" };
  if (attempt.status === "declined") return { attempt, outcome: "same" };
  return hasEnded(attempt) ? { attempt, outcome: "ended" } : to({ ...attempt, reason: "by_person" }, "declined", now);
}

function conflict(attempt: Attempt, event: Extract<AttemptEvent, { type: "conflict" }>, now: number): Advance {
  const { openId, reason = "conflict" } = event;
  const isTheirs = !hasEnded(attempt) && attempt.openId === openId;
  const isOpen = attempt.status === "pending" || isTheirs;
  if (!isOpen) return { attempt, outcome: repeated(attempt, openId) };
  return to({ ...attempt, openId, reason }, "declined", now);
}

function redeem(attempt: Attempt, now: number): Advance {
  if (attempt.status === "granted" && isUnpaired(attempt)) return { attempt, outcome: "early" };
  if (attempt.status === "granted") return to(attempt, "redeemed", now);
  if (attempt.status === "redeemed") return { attempt, outcome: "same" };
  return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
}

/** The effect of an act on an attempt that has its person already. */
function repeated(attempt: Attempt, openId: string): Outcome {
  if (attempt.openId === openId && (attempt.status === "redeemed" || !hasEnded(attempt))) return "same";
  return attempt.openId === undefined || attempt.openId === openId || attempt.status === "expired" ? "ended" : "taken";
}

function to(before: Attempt, status: AttemptStatus, now: number): Advance {
  const attempt: Attempt = { ...before, status, ...pairingFor(before, status), version: before.version + 1 };
  return { attempt: { ...attempt, expiresAt: now + lastsFor(attempt) }, outcome: "moved" };
}
