import type { Attempt } from "../../domain/attempt.ts";
import type { Attempts } from "../../ports/attempts.ts";
import type { Store, Stores } from "../../ports/store.ts";

/** A committed change of an attempt. */
export interface AttemptStep {
  /** Absent for a new attempt. */
  readonly before?: Attempt;
  readonly after: Attempt;
  /** The time of the transaction. */
  readonly at: number;
}

/**
 * Wraps a store, so that it reports every change of an attempt once, after its commit. All writes of attempts use the
 * two methods that are observed here, so that no caller has to report anything.
 */
export function observeAttempts<S extends Store>(store: S, tell: (step: AttemptStep) => void): S {
  return {
    ...store,
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      let steps: AttemptStep[] = [];
      const done = await store.transact((stores) => {
        // The transaction may run again; the changes of the earlier run were rolled back.
        steps = [];
        return work({ ...stores, attempts: noting(stores, steps) });
      });
      for (const step of steps) tell(step);
      return done;
    },
  };
}

const noting = ({ attempts, now: at }: Stores, steps: AttemptStep[]): Attempts => ({
  ...attempts,
  async insert(after) {
    const isNew = await attempts.insert(after);
    if (isNew) steps.push({ after, at });
    return isNew;
  },
  async replace(before, after) {
    const isWritten = await attempts.replace(before, after);
    if (isWritten && before.status !== after.status) steps.push({ before, after, at });
    return isWritten;
  },
});
