import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Account } from "../../domain/account.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleAccount, winners, withAccount } from "./samples.ts";

const phone = "+8613800138000";
const withPhone = (id: string): Account => ({ ...sampleAccount(id), phone });

export const phoneCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an account without identities is found by its phone", async (store) => {
    await store.transact(async ({ accounts }) => {
      equal(await accounts.byPhone(phone), undefined);
      ok(await accounts.insert(withPhone("a")));
      deepEqual(await accounts.byPhone(phone), withPhone("a"));
      deepEqual(await accounts.identitiesOf("a"), []);
    });
    deepEqual(await store.read.account("a"), withPhone("a"));
  }),

  onStore("of 64 accounts with one phone, one is written", async (store) => {
    const inserted = await race((index) => store.transact(({ accounts }) => accounts.insert(withPhone(`${index}`))));
    equal(winners(inserted), 1);
    const owner = await store.transact(({ accounts }) => accounts.byPhone(phone));
    equal(owner?.id, `${inserted.indexOf(true)}`);
  }),

  onStore("an account's id is taken once", async (store) => {
    await store.transact(async ({ accounts }) => {
      ok(await accounts.insert(sampleAccount("a")));
      ok(!(await accounts.insert({ ...sampleAccount("a"), name: "other" })));
      deepEqual(await accounts.get("a"), sampleAccount("a"));
    });
  }),

  onStore("of 64 accounts that are given one phone, one has it, and keeps it", async (store) => {
    await store.transact(async ({ accounts }) => {
      for (let index = 0; index < 64; index++) await accounts.insert(sampleAccount(`${index}`));
    });
    const set = await race((index) => store.transact(({ accounts }) => accounts.setPhone(`${index}`, phone)));
    equal(winners(set), 1);
    const winner = `${set.indexOf(true)}`;
    equal((await store.transact(({ accounts }) => accounts.byPhone(phone)))?.id, winner);
    ok(await store.transact(({ accounts }) => accounts.setPhone(winner, phone)));
    ok(!(await store.transact(({ accounts }) => accounts.setPhone("nobody", "+8613900139000"))));
  }),

  onStore("an account that is made with somebody else's phone is not made", async (store) => {
    await store.transact(({ accounts }) => accounts.insert(withPhone("a")));
    const person = { appid: "wx1", openId: "person" };
    await rejects(store.transact(({ accounts }) => accounts.findOrCreate(person, withPhone("b"))));
    await store.transact(async ({ accounts }) => {
      equal(await accounts.get("b"), undefined);
      equal(await accounts.identity("wx1", "person"), undefined);
    });
  }),

  onStore("an account's identities are told in their order", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ accounts }) => {
      await accounts.addIdentity({ appid: "wx0", openId: "z", accountId: "a" });
      const told = (await accounts.identitiesOf("a")).map(({ appid, openId }) => `${appid} ${openId}`);
      deepEqual(told, ["wx0 z", "wx1 person of a"]);
      deepEqual(await accounts.identitiesOf("nobody"), []);
    });
  }),
];
