// Counts the sign-ins of each hour, for the screen Today.
import { dropOldest } from "../../base/drop-oldest.ts";
import {
  type AttemptCount,
  expireOpen,
  hour,
  hourOf,
  isOpen,
  rowsOf,
  type SignInHour,
} from "../../domain/sign-in-hour.ts";
import type { LoginContext } from "../context.ts";

type Setup = Pick<LoginContext, "store">;

/** All sign-ins of an hour have ended this long after the hour. */
const longest = hour;

/** The period that is counted at once. A whole busy hour would delay pushes. */
const portion = hour / 12;

/** An attempt's transaction began so long before its commit, at most: what is older is there to be read. */
const late = 60_000;

/** Those of a day, which are all that can be live. */
const mostPortions = (24 * hour) / portion;

/** Ended attempts may be deleted after a day, so an hour that began earlier may be incomplete. */
const whole = 24 * hour;

/**
 * Counts the past hours whose sign-ins have all ended, from the attempts themselves, so that a sign-in writes no
 * counters. Counting an hour again changes nothing. Must run before ended attempts are deleted. Returns the number of
 * counted hours.
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

/** The first hour to count; undefined if there is none. */
async function firstUncounted({ store }: Setup): Promise<number | undefined> {
  const oldest = await store.read.oldestAttempt();
  if (oldest === undefined) return undefined;
  const latest = await store.read.latestSignInHour();
  if (latest !== undefined) return Math.max(latest + hour, hourOf(oldest));
  // If the service ran before hours were counted, the attempts of the oldest hour may be partly deleted.
  return hourOf(oldest) + (hourOf(oldest) <= store.now() - whole ? hour : 0);
}

async function countHour({ store }: Setup, from: number): Promise<AttemptCount[]> {
  const counts: AttemptCount[] = [];
  for (let at = from; at < from + hour; at += portion)
    counts.push(...(await store.read.attemptCounts(at, at + portion)));
  return counts;
}

/** Reads the hours, and keeps in memory what cannot change any more. */
export interface SignInCounts {
  /** The rows of some hours: those that are kept, and of later ones what there is so far. */
  hours(since: number, before: number): Promise<readonly SignInHour[]>;
}

/**
 * A portion of time that is over, and whose sign-ins have all ended, is counted once: else each look at the latest hours
 * would go through all of their attempts again. It is kept until its hour is in the database.
 */
export function createSignInCounts(setup: Setup): SignInCounts {
  const { store } = setup;
  const ended = new Map<number, readonly AttemptCount[]>();

  async function countPortion(at: number): Promise<readonly AttemptCount[]> {
    const known = ended.get(at);
    if (known) return known;
    const isOver = at + portion + late <= store.now();
    const counts = await store.read.attemptCounts(at, at + portion);
    if (isOver && !counts.some(isOpen)) ended.set(at, counts);
    dropOldest(ended, mostPortions);
    return counts;
  }

  async function countLive(from: number): Promise<AttemptCount[]> {
    const counts: AttemptCount[] = [];
    // What is still to come has no attempts. Another instance's clock may be a little ahead.
    const end = Math.min(from + hour, store.now() + late);
    for (let at = from; at < end; at += portion) counts.push(...(await countPortion(at)));
    return counts;
  }

  return {
    async hours(since, before) {
      const kept = await store.read.signInHours(since, before);
      const latest = await store.read.latestSignInHour();
      const live: SignInHour[] = [];
      const begin = Math.max(since, (latest ?? 0) + hour, hourOf(store.now() - whole));
      for (let at = begin; at < Math.min(before, store.now() + hour); at += hour)
        live.push(...rowsOf(at, await countLive(at)));
      return [...kept, ...live];
    },
  };
}
