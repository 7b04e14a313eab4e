import { setTimeout as sleep } from "node:timers/promises";
import { type Random, randomInt, systemRandom } from "../../base/random.ts";
import { ConnectionLost, sqlState } from "./failure.ts";

/**
 * Serialization failure and deadlock: PostgreSQL rolled the transaction back because of a concurrent one. Run it again.
 */
const overtaken: ReadonlySet<string> = new Set(["40001", "40P01"]);
/** A unique index met a row that the transaction does not see; the schema itself changed under a prepared statement. */
const perhaps: ReadonlySet<string> = new Set(["23505", "0A000", "26000"]);

/** So many tries run beside all others; what failed as often takes turns with the repeated ones of this process. */
const triesBeside = 4;
const tries = 100;
const triesPerhaps = 3;
const longestPause = 50;

export interface Retry {
  /** Runs a transaction until it is committed. Rejects with the engine's error after the last try. */
  run<T>(transaction: () => Promise<T>): Promise<T>;
}

interface RetryParts {
  readonly onRetry?: (() => void) | undefined;
  readonly random?: Random;
  pause?(ms: number): Promise<unknown>;
}

/**
 * Many concurrent transactions about one row keep failing, because only one of them can commit at a time. So
 * transactions that failed several times are run one after another. Another process does not wait for that: while its
 * transaction is open, each try against it fails at once. So the tries are further and further apart, by chance, and
 * last for seconds in all.
 */
export function createRetry({ onRetry = () => {}, random = systemRandom, pause = sleep }: RetryParts = {}): Retry {
  let last: Promise<unknown> = Promise.resolve();

  function afterOthers<T>(act: () => Promise<T>): Promise<T> {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return mine;
  }

  /** One try; `again` where it may be run once more. */
  async function attempt<T>(transaction: () => Promise<T>, done: number): Promise<Outcome<T>> {
    try {
      return { value: await transaction() };
    } catch (error) {
      if (done + 1 >= limitOf(error)) throw error;
      onRetry();
      return { again: true };
    }
  }

  async function alone<T>(transaction: () => Promise<T>): Promise<T> {
    for (let done = triesBeside; ; done++) {
      const outcome = await attempt(transaction, done);
      if ("value" in outcome) return outcome.value;
      await pause(randomInt(random, Math.min(longestPause, done - triesBeside + 1) + 1));
    }
  }

  return {
    async run(transaction) {
      for (let done = 0; done < triesBeside; done++) {
        const outcome = await attempt(transaction, done);
        if ("value" in outcome) return outcome.value;
      }
      return afterOthers(() => alone(transaction));
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
