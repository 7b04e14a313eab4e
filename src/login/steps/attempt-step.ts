import type { Attempt } from "../../domain/attempt.ts";
import { type ErrorCode, SaomaError } from "../../domain/errors.ts";
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

/** What a store reports of its attempts. */
export interface AttemptObserver {
  /** An attempt was read, in a transaction or outside of one. */
  read(attempt: Attempt): void;
  /** An attempt is new, or its status has changed. Reported once, after the commit. */
  changed(step: AttemptStep): void;
  /** A transaction was refused with this code. */
  refused(code: ErrorCode): void;
}

/**
 * Wraps a store, so that it reports what happens to attempts. All reads and writes of them use the methods that are
 * observed here, so that no caller has to report anything.
 */
export function observeAttempts<S extends Store>(store: S, observer: AttemptObserver): S {
  const { attempt, attemptByScene } = store.read;
  return {
    ...store,
    read: {
      ...store.read,
      attempt: reporting(attempt, observer),
      attemptByScene: reporting(attemptByScene, observer),
    },
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      let steps: AttemptStep[] = [];
      const run = store.transact((stores) => {
        // The transaction may run again; the changes of the earlier run were rolled back.
        steps = [];
        return work({ ...stores, attempts: noting(stores, steps, observer) });
      });
      const done = await run.catch((error: unknown) => {
        if (error instanceof SaomaError && error.code !== "store_unavailable") observer.refused(error.code);
        throw error;
      });
      for (const step of steps) observer.changed(step);
      return done;
    },
  };
}

const noting = ({ attempts, now: at }: Stores, steps: AttemptStep[], observer: AttemptObserver): Attempts => ({
  ...attempts,
  get: reporting(attempts.get, observer),
  byScene: reporting(attempts.byScene, observer),
  byCode: reporting(attempts.byCode, observer),
  byPrompt: reporting(attempts.byPrompt, observer),
  latestScan: reporting(attempts.latestScan, observer),
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

type Find<By extends readonly unknown[]> = (...by: By) => Promise<Attempt | undefined>;

const reporting =
  <By extends readonly unknown[]>(find: Find<By>, { read }: AttemptObserver): Find<By> =>
  async (...by) => {
    const found = await find(...by);
    if (found) read(found);
    return found;
  };
