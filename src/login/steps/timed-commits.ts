import { SaomaError } from "../../domain/errors.ts";
import type { Store, Stores } from "../../ports/store.ts";

/** How a transaction went: `refused`, its work threw, as it does for whoever may not; `failed`, the database did. */
export type CommitOutcome = "committed" | "refused" | "failed";

/** The same store, which tells how long each transaction took, from its call until it was durable, in milliseconds. */
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
