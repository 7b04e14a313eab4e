import { restorableFor } from "../domain/account.ts";
import { type Attempt, advance } from "../domain/attempt.ts";
import { knownFor } from "../domain/known-browser.ts";
import type { Housekeeping, Stores } from "../ports/store.ts";
import type { LoginContext } from "./context.ts";
import { save } from "./transition/apply.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * 60 * minute;

/** How long what is over is kept, in milliseconds: old links are told "expired", late deliveries the same reply. */
const keepFor = {
  attempts: day,
  inbox: 20 * minute,
  sessions: 30 * day,
  keys: day,
  chatCodes: hour,
  oidcRecords: hour,
  // An end is told for a day, and then given up.
  clientSessions: 2 * day,
  // As long as the longest time over which anything is counted.
  hits: day,
  pictures: 10 * minute,
  phoneBindings: hour,
  miniProgramSessions: 0,
  removedIdentities: restorableFor,
  // Longer than `session.freshFor` may be.
  approvals: 2 * day,
  browsers: knownFor,
  invitations: day,
  // Longer than what a change replaced may be had back.
  accountChanges: 30 * day,
  // A chat may be silent for long, and is told all the same.
  notices: 90 * day,
} as const;

/** At most this many rows in one transaction, so that pushes need not wait for a sweep. */
const batch = 500;

/** The same of attempts that are written one by one. */
const few = 50;

/** No client waits for an attempt that is older than this. */
const longestAttempt = hour;

/**
 * Stores the end of attempts that expired untouched, so that the log and metrics have them. Browsers and people saw
 * them end before. Returns how many.
 */
export async function expireOverdue({ store }: Pick<LoginContext, "store">): Promise<number> {
  let total = 0;
  for (let expired = few; expired === few; total += expired) {
    const now = store.now();
    const overdue = await store.read.overdueAttempts(now - longestAttempt, now, few);
    expired = overdue.length === 0 ? 0 : await store.transact((stores) => expire(stores, overdue));
  }
  return total;
}

/** Looked for outside and looked up by name: a transaction that goes through many is in the way of all of them. */
async function expire(stores: Stores, overdue: readonly Attempt[]): Promise<number> {
  let expired = 0;
  for (const { id } of overdue) {
    const before = await stores.attempts.get(id);
    const after = before && advance(before, { type: "tick" }, stores.now).attempt;
    if (!before || !after || after === before) continue;
    await save(stores, before, after);
    expired++;
  }
  return expired;
}

/** Deletes expired rows. Returns how many. */
export async function sweep({ store }: Pick<LoginContext, "store">): Promise<number> {
  let total = 0;
  for (const room of Object.keys(keepFor) as (keyof Housekeeping)[]) {
    for (let swept = batch; swept === batch; total += swept) {
      swept = await store.housekeeping[room](store.now() - keepFor[room], batch);
    }
  }
  if (total > 0) await store.scrub();
  return total;
}
