// The contract of stores: phone bindings.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { ContractCase } from "../contract.ts";
import {
  insertAttempts,
  onStore,
  race,
  type StoreHarness,
  sampleAccount,
  sampleAttempt,
  scannedBy,
  slot,
  winners,
  withAccount,
} from "./samples.ts";

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

  onStore("an account with another account's phone is not created", async (store) => {
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

  onStore("an attempt that asks for a phone has one binding, whose newest code stands", async (store) => {
    const binding = {
      attemptId: "a",
      unionId: "union",
      name: "小明",
      avatar: "https://pictures.test/1",
      keptAt: 1_000,
    };
    const code = (otpHash: string) => ({ phone, otpHash, otpExpiresAt: 300_000 });
    await store.transact(async ({ phoneBindings }) => {
      ok(!(await phoneBindings.setCode("a", code("early"))));
      ok(await phoneBindings.insert(binding));
      ok(!(await phoneBindings.insert({ attemptId: "a", name: "other", keptAt: 2_000 })));
      deepEqual(await phoneBindings.get("a"), binding);
      ok(await phoneBindings.setCode("a", code("first")));
      ok(await phoneBindings.setCode("a", code("second")));
      deepEqual(await phoneBindings.get("a"), { ...binding, ...code("second") });
      equal(await phoneBindings.get("b"), undefined);
      const verified = { ...binding, verifiedPhone: "+8613800138009" };
      ok(!(await phoneBindings.setVerified("b", "+8613800138009", { isBySms: true })));
      ok(await phoneBindings.setVerified("a", "+8613800138009", { isBySms: true, newOwnerAt: 3_000 }));
      deepEqual(await phoneBindings.get("a"), { ...verified, ...code("second"), newOwnerAt: 3_000 });
      // What WeChat gave takes the place of a code that was sent.
      ok(await phoneBindings.setVerified("a", "+8613800138009", { isBySms: false }));
      const { phone } = code("second");
      deepEqual(await phoneBindings.get("a"), { ...verified, phone });
    });
  }),

  onStore(
    "of 64 who spend at once no more is spent than the day's cap, and the next day begins anew",
    async (store) => {
      const spent = await race(() => store.transact(({ smsSpend }) => smsSpend.add(1, 450, 4_700)));
      equal(winners(spent), 10);
      await store.transact(async ({ smsSpend }) => {
        ok(await smsSpend.add(1, 200, 4_700));
        ok(!(await smsSpend.add(1, 1, 4_700)));
        ok(await smsSpend.add(2, 450, 4_700));
        ok(!(await smsSpend.add(3, 4_701, 4_700)));
        ok(await smsSpend.add(3, 4_700, 4_700));
      });
    },
  ),

  onStore("what was spent is given back where the transaction fails", async (store) => {
    const failing = store.transact(async ({ smsSpend }) => {
      await smsSpend.add(1, 100, 100);
      throw new RangeError("mine");
    });
    await rejects(failing, RangeError);
    ok(await store.transact(({ smsSpend }) => smsSpend.add(1, 100, 100)));
  }),

  onStore(
    "an attempt that asks for a phone is found by its slot and by its person, and forgets where its SMS went",
    async (store) => {
      const asking = (id: string): Attempt => ({
        ...scannedBy(sampleAttempt(id), "person", 4),
        status: "phone_required",
        phone,
        smsAt: 5_000,
      });
      await insertAttempts(store, scannedBy(sampleAttempt("a"), "person", 8), asking("b"));
      await store.transact(async ({ attempts }) => {
        deepEqual(await attempts.open(slot), asking("b"));
        deepEqual((await attempts.openOf("wx1", "person")).map(({ id }) => id).sort(), ["a", "b"]);
        const { phone: _, ...again } = asking("b");
        ok(await attempts.replace(asking("b"), { ...again, version: 3 }));
        deepEqual(await attempts.get("b"), { ...again, version: 3 });
      });
    },
  ),

  onStore("bindings are forgotten in batches", async (store) => {
    await store.transact(async ({ phoneBindings }) => {
      for (const attemptId of ["a", "b", "c"]) await phoneBindings.insert({ attemptId, keptAt: 999 });
      await phoneBindings.insert({ attemptId: "kept", keptAt: 1_000 });
    });
    equal(await store.housekeeping.phoneBindings(1_000, 2), 2);
    equal(await store.housekeeping.phoneBindings(1_000, 2), 1);
    ok(await store.read.phoneBinding("kept"));
  }),
];
