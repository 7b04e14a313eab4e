import { setTimeout as sleep } from "node:timers/promises";
import { type Random, randomInt, systemRandom } from "../../base/random.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { ConnectionLost, sqlState } from "./failure.ts";
import type { WaitingLimits } from "./waiting-line.ts";

/**
 * Serialization failure and deadlock: PostgreSQL rolled the transaction back because of a concurrent one. Run it again.
 */
const overtaken: ReadonlySet<string> = new Set(["40001", "40P01"]);
/**
 * A unique index conflicts with a row that the transaction cannot see, or the schema changed under a prepared
 * statement.
 */
const perhaps: ReadonlySet<string> = new Set(["23505", "0A000", "26000"]);

/** The first tries run without a pause, and their conflicts count as conflicts within this process. */
const triesAtOnce = 4;
const tries = 100;
const triesPerhaps = 3;
const longestPause = 50;

export interface Retry {
  /**
   * Runs a transaction until it is committed. Rejects with the engine's error after the last try, and with
   * `store_unavailable` if it waits too long for its turn.
   */
  run<T>(transaction: () => Promise<T>): Promise<T>;
}

interface RetryParts extends WaitingLimits {
  /** The maximum number of concurrent transactions. */
  readonly most: number;
  readonly onRetry?: (() => void) | undefined;
  readonly random?: Random;
  pause?(ms: number): Promise<unknown>;
}

/**
 * Concurrent transactions about one index page keep failing, because only one of them can commit at a time. So fewer run
 * at a time while that happens, down to one, and the one that came first runs first: none is overtaken by later ones
 * again and again. Another process does not wait for that: while its transaction is open, each try against it may fail at
 * once. So later tries are further and further apart, by chance, and last for seconds in all; others run meanwhile.
 *
 * A transaction that waits for a row's lock, or whose COMMIT has no response, keeps its place for seconds. Those behind
 * it wait, and are refused when they have waited too long. One whose caller has gone runs in its turn all the same.
 */
export function createRetry({
  most,
  onRetry = () => {},
  random = systemRandom,
  pause = sleep,
  ...waits
}: RetryParts): Retry {
  const limit = createConcurrencyLimit(most, waits);

  /** Makes one try. The outcome is `again` if the transaction may be run once more. */
  async function attempt<T>(transaction: () => Promise<T>, done: number): Promise<Outcome<T>> {
    try {
      const value = await transaction();
      if (done === 0) limit.noteCommit();
      return { value };
    } catch (error) {
      if (done + 1 >= limitOf(error)) throw error;
      onRetry();
      if (done < triesAtOnce && !(error instanceof ConnectionLost)) limit.noteConflict();
      return { again: true };
    }
  }

  /** Resolves when the next try may run. Without a pause it is in line before its place is given to another one. */
  async function waitForNextTry(arrival: number, done: number): Promise<void> {
    if (done >= triesAtOnce) await pause(randomInt(random, Math.min(longestPause, done - triesAtOnce + 1) + 1));
    await limit.enter(arrival);
  }

  return {
    async run(transaction) {
      const arrival = limit.arrive();
      let turn = limit.enter(arrival);
      for (let done = 0; ; done++) {
        // If this rejects, there is no place to leave.
        await turn;
        try {
          const outcome = await attempt(transaction, done);
          if ("value" in outcome) return outcome.value;
          turn = waitForNextTry(arrival, done);
        } finally {
          limit.leave();
        }
      }
    },
  };
}

type Outcome<T> = { readonly value: T } | { readonly again: true };

function limitOf(error: unknown): number {
  // An idle connection may have been lost, so a new one is tried. After a timeout there is no time for another try.
  if (error instanceof ConnectionLost) return /timeout/i.test(error.message) ? 0 : triesPerhaps;
  const state = sqlState(error) ?? "";
  return overtaken.has(state) ? tries : perhaps.has(state) ? triesPerhaps : 0;
}
