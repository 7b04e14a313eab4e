import { expect, test } from "vitest";
import { type AttemptStep, observeAttempts } from "../../src/login/steps/attempt-step.ts";
import type { Store, Stores } from "../../src/ports/store.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";

const attempt = sampleAttempt("a");

/** A store that does as it is told: runs the work as often as `runs` says, then fails or not. */
function observed(runs: number, failure?: Error) {
  const steps: AttemptStep[] = [];
  const attempts = { insert: async () => true, replace: async () => true } as unknown as Stores["attempts"];
  const store = {
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      let done = await work({ attempts, now: 7 } as Stores);
      for (let run = 1; run < runs; run++) done = await work({ attempts, now: 7 } as Stores);
      if (failure) throw failure;
      return done;
    },
  } as Store;
  return { steps, store: observeAttempts(store, (step) => steps.push(step)) };
}

test("what a transaction did when it was run again is told once", async () => {
  const { steps, store } = observed(3);
  await store.transact(({ attempts }) => attempts.insert(attempt));
  expect(steps).toEqual([{ after: attempt, at: 7 }]);
});

test("what was rolled back is not told", async () => {
  const { steps, store } = observed(1, new Error("no space"));
  await expect(store.transact(({ attempts }) => attempts.insert(attempt))).rejects.toThrow("no space");
  expect(steps).toEqual([]);
});

test("a change that leaves the status as it was is no step", async () => {
  const { steps, store } = observed(1);
  const tried = { ...attempt, version: 2 };
  const scanned = { ...tried, status: "scanned" } as const;
  await store.transact(async ({ attempts }) => {
    await attempts.replace(attempt, tried);
    await attempts.replace(tried, scanned);
  });
  expect(steps).toEqual([{ before: tried, after: scanned, at: 7 }]);
});
