import { expect, test } from "vitest";
import { SaomaError } from "../../src/domain/errors.ts";
import { type AttemptStep, observeAttempts } from "../../src/login/steps/attempt-step.ts";
import type { Store, Stores } from "../../src/ports/store.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";

const attempt = sampleAttempt("a");

/** A store that runs each transaction's work `runs` times, and then fails if there is a `failure`. */
function observed(runs: number, failure?: Error) {
  const steps: AttemptStep[] = [];
  const read: string[] = [];
  const refused: string[] = [];
  const find = async (...by: readonly unknown[]) =>
    by.at(-1) === "none" ? undefined : { ...attempt, id: by.join(" ") };
  const attempts = {
    insert: async () => true,
    replace: async () => true,
    get: find,
    byScene: find,
    byCode: find,
    byPrompt: find,
    latestScan: find,
  } as unknown as Stores["attempts"];
  const store = {
    read: { attempt: find, attemptByScene: find } as unknown as Store["read"],
    async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
      let done = await work({ attempts, now: 7 } as Stores);
      for (let run = 1; run < runs; run++) done = await work({ attempts, now: 7 } as Stores);
      if (failure) throw failure;
      return done;
    },
  } as Store;
  const observer = {
    read: ({ id }: { id: string }) => void read.push(id),
    refused: (code: string) => void refused.push(code),
    changed: (step: AttemptStep) => void steps.push(step),
  };
  return { steps, read, refused, store: observeAttempts(store, observer) };
}

test("the effects of a transaction that ran again are published once", async () => {
  const { steps, store } = observed(3);
  await store.transact(({ attempts }) => attempts.insert(attempt));
  expect(steps).toEqual([{ after: attempt, at: 7 }]);
});

test("the effects of a transaction that was rolled back are not published", async () => {
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

test("each attempt that is found is reported, in a transaction and outside", async () => {
  const { read, store } = observed(1);
  await store.read.attempt("a");
  await store.read.attemptByScene("wx1", "b");
  await store.read.attempt("none");
  await store.transact(async ({ attempts }) => {
    await attempts.get("c");
    await attempts.byScene("wx1", "d");
    await attempts.byCode("wx1", "e");
    await attempts.byPrompt("wx1", "person", 4);
    await attempts.latestScan("wx1", "person");
    await attempts.get("none");
  });
  expect(read).toEqual(["a", "wx1 b", "c", "wx1 d", "wx1 e", "wx1 person 4", "wx1 person"]);
});

test("a refusal is reported with its code, and a failure of the database is not", async () => {
  const { refused, store } = observed(1);
  const refusing = (error: Error) => store.transact(() => Promise.reject(error));
  await expect(refusing(new SaomaError("attempt_ended"))).rejects.toThrow(SaomaError);
  await expect(refusing(new SaomaError("store_unavailable"))).rejects.toThrow(SaomaError);
  await expect(refusing(new Error("no space"))).rejects.toThrow("no space");
  expect(refused).toEqual(["attempt_ended"]);
});
