import type { Attempt } from "../../domain/attempt.ts";
import type { Attempts, Store, Stores } from "../../ports/store.ts";

/** What a committed transaction did to an attempt. */
export interface AttemptStep {
  /** Absent where it was started. */
  readonly before?: Attempt;
  readonly after: Attempt;
  /** The time of the transaction. */
  readonly at: number;
}

/**
 * The same store, which tells every step of every attempt, once, after its commit. All that is written of attempts goes
 * through the two verbs that are listened to here, so that no room of `login/` has to remember to tell.
 */
export function observeAttempts<S extends Store>(store: S, tell: (step: AttemptStep) => void): S {
  return {
    ...store,
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      let steps: AttemptStep[] = [];
      const done = await store.transact((stores) => {
        // It may be run again, and then what it did before was never done.
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
