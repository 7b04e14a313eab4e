// The contract of stores: outbox.
import { deepEqual, equal, ok } from "node:assert/strict";
import { behaviour, type ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness } from "./samples.ts";

export const outboxCases: readonly ContractCase<StoreHarness>[] = [
  onStore("of 64 who take a message out of the outbox, one gets it, and it is gone", async (store) => {
    await store.transact(async ({ outbox }) => {
      ok(await outbox.insert("a", 1_000));
      ok(!(await outbox.insert("a", 2_000)));
    });
    const taken = await race(() => store.transact(({ outbox }) => outbox.take("a")));
    deepEqual(
      taken.filter((at) => at !== undefined),
      [1_000],
    );
    deepEqual(await store.read.outbox(10), []);
  }),

  behaviour("the outbox outlives a restart, and what a transaction did not keep is in it still", async ({ open }) => {
    const first = await open();
    await first.transact(async ({ outbox }) => {
      for (const [id, at] of [
        ["b", 2],
        ["a", 1],
        ["c", 3],
      ] as const)
        await outbox.insert(id, at);
    });
    await first
      .transact(async ({ outbox }) => {
        equal(await outbox.take("a"), 1);
        throw new Error("changed its mind");
      })
      .catch(() => {});
    await first.close();
    const second = await open();
    deepEqual(await second.read.outbox(2), ["a", "b"]);
    deepEqual(await second.read.outbox(10), ["a", "b", "c"]);
    await second.close();
  }),
];
