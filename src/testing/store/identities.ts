// The contract of stores: identities.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleAccount, winners, withAccount } from "./samples.ts";

const person = { appid: "wx1", openId: "person" };
const union = { platform: "yiye", unionId: "union" };
const conflict = { ...person, ...union, accountId: "a", otherAccountId: "b", noticedAt: 1_000 };

export const identityCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an identity keeps platform and unionId, and by both its account is found", async (store) => {
    await store.transact(async ({ accounts }) => {
      await accounts.findOrCreate({ ...person, ...union }, sampleAccount("a"));
      deepEqual(await accounts.identity("wx1", "person"), { ...person, ...union, accountId: "a" });
      equal(await accounts.ownerOfUnionId("yiye", "union"), "a");
      equal(await accounts.ownerOfUnionId("other", "union"), undefined);
      equal(await accounts.ownerOfUnionId("yiye", "other"), undefined);
    });
  }),

  onStore("an account takes one more identity, which no other account can take afterwards", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ accounts }) => {
      ok(await accounts.addIdentity({ ...person, accountId: "a" }));
      ok(!(await accounts.addIdentity({ ...person, accountId: "b" })));
      deepEqual(await accounts.identity("wx1", "person"), { ...person, accountId: "a" });
    });
  }),

  onStore("of 64 who give one identity to an account, one does", async (store) => {
    await withAccount(store, "a");
    const added = await race(() =>
      store.transact(({ accounts }) => accounts.addIdentity({ ...person, accountId: "a" })),
    );
    equal(winners(added), 1);
  }),

  onStore("a unionId is written late, on an identity that there is", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      await accounts.addIdentity({ ...person, accountId: "a" });
      ok(await accounts.setUnionId({ ...person, ...union, accountId: "a" }));
      deepEqual(await accounts.identity("wx1", "person"), { ...person, ...union, accountId: "a" });
      ok(!(await accounts.setUnionId({ appid: "wx2", openId: "person", ...union, accountId: "a" })));
    });
  }),

  onStore("a conflict is kept once, for the operator to read", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ accounts }) => {
      ok(await accounts.noteConflict(conflict));
      ok(!(await accounts.noteConflict({ ...conflict, noticedAt: 2_000 })));
      const { otherAccountId: _, ...withoutOther } = conflict;
      ok(await accounts.noteConflict({ ...withoutOther, unionId: "changed", noticedAt: 3_000 }));
    });
    const { otherAccountId: _, ...withoutOther } = conflict;
    deepEqual(await store.read.identityConflicts(), [
      conflict,
      { ...withoutOther, unionId: "changed", noticedAt: 3_000 },
    ]);
  }),

  onStore("an account keeps the picture it was made with", async (store) => {
    const account = { ...sampleAccount("a"), avatar: "https://pictures.test/1" };
    await store.transact(({ accounts }) => accounts.findOrCreate(person, account));
    deepEqual(await store.read.account("a"), account);
  }),
];
