import { type AttemptCount, expireOpen, hour, hourOf, rowsOf, type SignInHour } from "../../domain/sign-in-hour.ts";
import type { LoginContext } from "../context.ts";

type Setup = Pick<LoginContext, "store">;

/** Every sign-in of an hour has ended so long after the hour. */
const longest = hour;

/** What is counted at once: a busy hour in one piece would hold up pushes. */
const portion = hour / 12;

/** Ended attempts may be deleted after a day; an hour that began before that may not be whole any more. */
const whole = 24 * hour;

/**
 * Counts the hours that are over and whose sign-ins have all ended, from the attempts themselves, so that nothing is
 * written beside a sign-in. To count an hour again changes nothing. Runs before ended attempts are deleted. Returns how
 * many hours were counted.
 */
export async function rollUp(setup: Setup): Promise<number> {
  const { store } = setup;
  const until = hourOf(store.now() - longest);
  let counted = 0;
  for (let from = (await firstUncounted(setup)) ?? until; from < until; from += hour, counted++) {
    const rows = rowsOf(from, expireOpen(await countHour(setup, from)));
    await store.transact(({ signInHours }) => signInHours.write(rows));
  }
  return counted;
}

/** Where counting begins; undefined where there is nothing to count. */
async function firstUncounted({ store }: Setup): Promise<number | undefined> {
  const oldest = await store.read.oldestAttempt();
  if (oldest === undefined) return undefined;
  const latest = await store.read.latestSignInHour();
  if (latest !== undefined) return Math.max(latest + hour, hourOf(oldest));
  // Of a service that ran before hours were counted, the oldest hour may be half deleted.
  return hourOf(oldest) + (hourOf(oldest) <= store.now() - whole ? hour : 0);
}

async function countHour({ store }: Setup, from: number): Promise<AttemptCount[]> {
  const counts: AttemptCount[] = [];
  for (let at = from; at < from + hour; at += portion)
    counts.push(...(await store.read.attemptCounts(at, at + portion)));
  return counts;
}

/** The rows of some hours: those that are kept, and of later ones what there is so far. */
export async function signInHours(setup: Setup, since: number, before: number): Promise<readonly SignInHour[]> {
  const { store } = setup;
  const kept = await store.read.signInHours(since, before);
  const latest = await store.read.latestSignInHour();
  const live: SignInHour[] = [];
  const begin = Math.max(since, (latest ?? 0) + hour, hourOf(store.now() - whole));
  for (let at = begin; at < Math.min(before, store.now() + hour); at += hour)
    live.push(...rowsOf(at, await countHour(setup, at)));
  return [...kept, ...live];
}
