// The contract of stores: groups.
import { deepEqual, equal } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners, withAccount } from "./samples.ts";

export const groupCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an account is in a group once, of 64 that add it and of 64 that take it out", async (store) => {
    await withAccount(store, "a");
    const added = await race(() => store.transact(({ groups }) => groups.add("staff", "a", 1_000)));
    equal(winners(added), 1);
    await store.transact(({ groups }) => groups.add("editors", "a", 1_000));
    deepEqual(await store.read.groupsOf("a"), ["editors", "staff"]);
    deepEqual(await store.transact(({ groups }) => groups.of("a")), ["editors", "staff"]);
    const removed = await race(() => store.transact(({ groups }) => groups.remove("staff", "a")));
    equal(winners(removed), 1);
    deepEqual(await store.read.groupsOf("a"), ["editors"]);
    deepEqual(await store.read.groupsOf("b"), []);
  }),

  onStore("the members of a group are listed page by page, and without who is deleted", async (store) => {
    await store.transact(async ({ groups }) => {
      for (const id of ["c", "a", "b"]) await groups.add("staff", id, 1_000);
      await groups.add("editors", "d", 1_000);
    });
    deepEqual(await store.read.groupMembers("staff", "", 2), ["a", "b"]);
    deepEqual(await store.read.groupMembers("staff", "b", 2), ["c"]);
    await withAccount(store, "z");
    await store.transact(({ groups }) => groups.add("staff", "z", 1_000));
    await store.transact(({ people }) => people.erase("z", 2_000));
    deepEqual(await store.read.groupMembers("staff", "b", 5), ["c"]);
  }),
];
