import { SaomaError } from "../../domain/errors.ts";
import type { Store, Stores } from "../../ports/store.ts";

/**
 * The outcome of a transaction. `refused`: its work threw, for example because of a missing permission. `failed`: the
 * database failed.
 */
export type CommitOutcome = "committed" | "refused" | "failed";

/**
 * Wraps a store, so that it reports the duration of each transaction, from its call until it was durable, in
 * milliseconds.
 */
export function timeCommits<S extends Store>(
  store: S,
  elapsed: () => number,
  tell: (outcome: CommitOutcome, ms: number) => void,
): S {
  return {
    ...store,
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      const begun = elapsed();
      let outcome: CommitOutcome = "failed";
      try {
        const done = await store.transact(work);
        outcome = "committed";
        return done;
      } catch (error) {
        if (error instanceof SaomaError && error.code !== "store_unavailable") outcome = "refused";
        throw error;
      } finally {
        tell(outcome, elapsed() - begun);
      }
    },
  };
}
