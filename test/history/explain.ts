// Searches for an order of the calls of a history in which `advance` alone gives the same answers.

import { advance } from "../../src/domain/advance.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { Answer, Call, History } from "./history.ts";

interface State {
  readonly attempts: readonly Attempt[];
  /** The person's account, once they have one. */
  readonly account: string | undefined;
}

/**
 * The order, as indexes of calls; undefined where none explains the history. A call stands behind all that had ended
 * when it began; one without an answer may have happened at any time after its begin, or never.
 */
export function explain({ attempts, calls, stored }: History, now: number): readonly number[] | undefined {
  const failed = new Set<string>();

  function search(done: readonly number[], state: State): readonly number[] | undefined {
    const rest = calls.flatMap((_, index) => (done.includes(index) ? [] : [index]));
    if (rest.every((index) => calls[index]?.answer === undefined) && equal(state.attempts, stored)) return done;
    const key = JSON.stringify([rest, state.account, state.attempts.map(shown)]);
    if (failed.has(key)) return undefined;
    const firstEnd = Math.min(...rest.map((index) => endOf(calls[index])));
    for (const index of rest) {
      const call = calls[index];
      const next = call && call.begin <= firstEnd ? happen(state, call, now) : undefined;
      const found = next && search([...done, index], next);
      if (found) return found;
    }
    failed.add(key);
    return undefined;
  }

  return search([], { attempts, account: undefined });
}

/** A call that never answered may still take effect. */
const endOf = (call: Call | undefined): number => (call?.answer === undefined ? Number.POSITIVE_INFINITY : call.end);

/** The state after a call; undefined if the call would have had another answer. */
function happen({ attempts, account }: State, call: Call, now: number): State | undefined {
  const before = attempts[call.attempt];
  if (before === undefined) return undefined;
  const { attempt, outcome } = advance(before, call.event, now);
  const signsIn = call.event.type === "redeem" && outcome === "moved";
  const made = signsIn ? (account ?? call.answer?.account ?? `of call ${call.begin}`) : undefined;
  const answer: Answer = { outcome, ...(made === undefined ? {} : { account: made }) };
  if (call.answer && !equal(answer, call.answer)) return undefined;
  return { attempts: attempts.with(call.attempt, attempt), account: account ?? made };
}

const shown = ({ status, version, openId, reason }: Attempt) => [status, version, openId, reason];

/** Compares answers regardless of the order of their members. */
const equal = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
