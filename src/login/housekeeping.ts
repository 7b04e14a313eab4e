// Expires attempts that are overdue, and deletes rows that have been kept long enough.
import { restorableFor } from "../domain/account.ts";
import { advance } from "../domain/advance.ts";
import type { Attempt } from "../domain/attempt.ts";
import { knownFor } from "../domain/known-browser.ts";
import type { Housekeeping } from "../ports/housekeeping.ts";
import type { Stores } from "../ports/store.ts";
import type { LoginContext } from "./context.ts";
import { save } from "./transition/apply.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * 60 * minute;

/**
 * How long ended rows are kept, in milliseconds: an old link gets “expired”, a late delivery of a push the same reply.
 */
const keepFor = {
  attempts: day,
  inbox: 20 * minute,
  sessions: 30 * day,
  keys: day,
  consoleSessions: 0,
  chatCodes: hour,
  oidcRecords: hour,
  // Clients are notified of a session's end for a day.
  clientSessions: 2 * day,
  // A delivered letter can be sent again for this time, if its receiver lost it.
  webhooks: 7 * day,
  oldWebhooks: 30 * day,
  signInHours: 366 * day,
  // As long as the longest period of a limit.
  hits: day,
  pictures: 10 * minute,
  phoneBindings: hour,
  miniProgramSessions: 0,
  removedIdentities: restorableFor,
  // Longer than the maximum of `session.freshFor`.
  approvals: 2 * day,
  browsers: knownFor,
  invitations: day,
  // Longer than the time in which a change can be reverted.
  accountChanges: 30 * day,
  // A chat may be silent for weeks before its next reply delivers the notice.
  notices: 90 * day,
} as const;

/** At most this many rows in one transaction, so that pushes need not wait for a sweep. */
const batch = 500;

/** At most this many attempts in one transaction, because they are written one by one. */
const few = 50;

/** No attempt stays pending for longer. */
const longestAttempt = hour;

/**
 * Stores the end of attempts that expired without a request, for the log and the metrics. Browsers and people were told
 * “expired” at the deadline. Returns how many.
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

/**
 * The attempts are found outside the transaction and read by id inside it: a transaction that scans many rows conflicts
 * with all of them.
 */
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
export async function sweep({
  store,
  attemptLogKept,
}: Pick<LoginContext, "store" | "attemptLogKept">): Promise<number> {
  let total = 0;
  const kept: Readonly<Record<keyof Housekeeping, number>> = { ...keepFor, attemptLogs: attemptLogKept };
  for (const room of Object.keys(kept) as (keyof Housekeeping)[]) {
    for (let swept = batch; swept === batch; total += swept) {
      swept = await store.housekeeping[room](store.now() - kept[room], batch);
    }
  }
  if (total > 0) await store.scrub();
  return total;
}
