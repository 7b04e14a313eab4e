import { ConnectionLost, sqlState } from "./failure.ts";

/**
 * Serialization failure and deadlock: PostgreSQL rolled the transaction back because of a concurrent one. Run it again.
 */
const overtaken: ReadonlySet<string> = new Set(["40001", "40P01"]);
/** A unique index met a row that the transaction does not see; the schema itself changed under a prepared statement. */
const perhaps: ReadonlySet<string> = new Set(["23505", "0A000", "26000"]);

/** The number of concurrent first tries beyond which new ones wait for the repeated transactions of this process. */
const triesBeside = 4;
const tries = 40;
const triesPerhaps = 3;

export interface Retry {
  /** Runs a transaction until it is committed. Rejects with the engine's error after the last try. */
  run<T>(transaction: () => Promise<T>): Promise<T>;
}

/**
 * Many concurrent transactions about one row keep failing, because only one of them can commit at a time. So
 * transactions that failed several times are run one after another. There is no delay: PostgreSQL lets a repeated
 * transaction succeed.
 */
export function createRetry(onRetry: () => void = () => {}): Retry {
  let last: Promise<unknown> = Promise.resolve();

  function afterOthers<T>(act: () => Promise<T>): Promise<T> {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return mine;
  }

  async function until<T>(transaction: () => Promise<T>, from: number, to: number): Promise<Outcome<T>> {
    for (let done = from; ; done++) {
      try {
        return { value: await transaction() };
      } catch (error) {
        if (done + 1 >= limitOf(error)) throw error;
        onRetry();
        if (done + 1 >= to) return { done: done + 1 };
      }
    }
  }

  return {
    async run(transaction) {
      const beside = await until(transaction, 0, triesBeside);
      if ("value" in beside) return beside.value;
      const alone = await afterOthers(() => until(transaction, beside.done, tries));
      if ("value" in alone) return alone.value;
      throw new Error("unreachable: the last try throws");
    },
  };
}

type Outcome<T> = { readonly value: T } | { readonly done: number };

function limitOf(error: unknown): number {
  // An idle connection may have been lost, so a new one is tried. After a timeout there is no time for another try.
  if (error instanceof ConnectionLost) return /timeout/i.test(error.message) ? 0 : triesPerhaps;
  const state = sqlState(error) ?? "";
  return overtaken.has(state) ? tries : perhaps.has(state) ? triesPerhaps : 0;
}
