// The contract of stores: transactions.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { SaomaError } from "../../domain/errors.ts";
import type { Store, Stores } from "../../ports/store.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleAccount, sampleAttempt, withAccount } from "./samples.ts";

const unavailable = (error: unknown): boolean => error instanceof SaomaError && error.code === "store_unavailable";

const insert = (store: Store, id: string) => store.transact(({ attempts }) => attempts.insert(sampleAttempt(id)));

export const transactionCases: readonly ContractCase<StoreHarness>[] = [
  onStore("a transaction gives back what its work gave, and its time", async (store, { clock }) => {
    equal(await store.transact(async ({ now }) => now), clock.now());
    equal(store.now(), clock.now());
  }),

  onStore("nothing is kept of work that throws, and its error comes through as it is", async (store) => {
    const error = new RangeError("mine");
    const failing = store.transact(async ({ attempts, accounts }) => {
      await attempts.insert(sampleAttempt("a"));
      await accounts.findOrCreate({ appid: "wx1", openId: "person" }, sampleAccount("account"));
      throw error;
    });
    await rejects(failing, (thrown) => thrown === error);
    equal(await store.read.attempt("a"), undefined);
    equal(await store.read.account("account"), undefined);
  }),

  onStore("work that throws at once, before any promise, is no different", async (store) => {
    const failing = store.transact(() => {
      throw new RangeError("mine");
    });
    await rejects(failing, RangeError);
    ok(await insert(store, "a"));
  }),

  onStore(
    "among 64 transactions at once, those that throw leave nothing and their neighbours everything",
    async (store) => {
      const results = await Promise.allSettled(
        Array.from({ length: 64 }, (_, index) =>
          store.transact(async ({ attempts }) => {
            await attempts.insert(sampleAttempt(`${index}`));
            if (index % 3 === 0) throw new RangeError(`${index}`);
            return index;
          }),
        ),
      );
      for (const [index, result] of results.entries()) {
        const kept = index % 3 !== 0;
        equal(result.status, kept ? "fulfilled" : "rejected");
        if (result.status === "fulfilled") equal(result.value, index);
        equal((await store.read.attempt(`${index}`)) !== undefined, kept, `attempt ${index}`);
      }
    },
  ),

  onStore("each of 64 transactions at once sees all before it and none half done", async (store) => {
    await withAccount(store);
    const seen = await race((index) =>
      store.transact(async ({ accounts }) => {
        const before = (await accounts.get("account"))?.lastSignInAt ?? 0;
        await Promise.resolve();
        await accounts.signedIn("account", before + 1);
        return [index, before];
      }),
    );
    deepEqual(
      seen.map(([, before]) => before).sort((a = 0, b = 0) => a - b),
      Array.from(seen.keys()),
    );
    equal((await store.read.account("account"))?.lastSignInAt, 64);
  }),

  onStore("reading outside sees what is committed and nothing else", async (store) => {
    await store.transact(async ({ attempts }) => {
      await attempts.insert(sampleAttempt("a"));
      ok(await attempts.get("a"));
      equal(await store.read.attempt("a"), undefined);
    });
    deepEqual(await store.read.attempt("a"), sampleAttempt("a"));
  }),

  onStore("the root called inside work fails instead of hanging", async (store) => {
    const calls = [() => store.transact(async () => 1), () => store.check(), () => store.close()];
    for (const call of calls) {
      await rejects(
        store.transact(async () => call()),
        TypeError,
      );
    }
    ok(await insert(store, "a"));
  }),

  onStore("a transaction may follow from one that has ended", async (store) => {
    let later: Promise<boolean> | undefined;
    const started = Promise.withResolvers<void>();
    await store.transact(async () => {
      later = started.promise.then(() => insert(store, "a"));
    });
    started.resolve();
    ok(await later);
  }),

  onStore("the stores of a transaction that has ended refuse", async (store) => {
    let kept: Stores | undefined;
    await store.transact(async (stores) => {
      kept = stores;
    });
    await rejects(async () => kept?.attempts.insert(sampleAttempt("a")), TypeError);
    equal(await store.read.attempt("a"), undefined);
  }),

  onStore("what work leaves running can do nothing once it has ended", async (store) => {
    const ended = Promise.withResolvers<void>();
    let left: Promise<unknown> | undefined;
    await store.transact(async ({ attempts }) => {
      left = ended.promise.then(() => attempts.insert(sampleAttempt("a")));
    });
    ended.resolve();
    await rejects(async () => left, TypeError);
    equal(await store.read.attempt("a"), undefined);
  }),

  onStore("a check says nothing where all is well", async (store) => {
    equal(await store.check(), undefined);
  }),

  behaviour("closing waits for what is under way, and refuses what comes later", async ({ open }) => {
    const store = await open();
    const early = race((index) => insert(store, `${index}`));
    const closed = Promise.all([store.close(), store.close()]);
    await rejects(insert(store, "late"), unavailable);
    equal((await early).length, 64);
    await closed;
    await rejects(insert(store, "later"), unavailable);
    await rejects(store.read.attempt("0"), unavailable);
    await rejects(store.check(), unavailable);
    const again = await open();
    ok(await again.read.attempt("63"));
    equal(await again.read.attempt("late"), undefined);
    await again.close();
  }),

  behaviour("two stores on one database take turns", async ({ open }) => {
    const [one, other] = await Promise.all([open(), open()]);
    const inserted = await race((index) => insert(index % 2 === 0 ? one : other, `${index >> 1}`));
    equal(inserted.filter(Boolean).length, 32);
    for (let index = 0; index < 32; index++) ok(await one.read.attempt(`${index}`));
    await Promise.all([one.close(), other.close()]);
  }),
];
