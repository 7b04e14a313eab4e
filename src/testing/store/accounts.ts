import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleAccount, withAccount } from "./samples.ts";

const person = { appid: "wx1", openId: "person" };

export const accountCases: readonly ContractCase<StoreHarness>[] = [
  onStore("an identity makes its account once, and finds it ever after", async (store) => {
    await store.transact(async ({ accounts }) => {
      equal(await accounts.identity("wx1", "person"), undefined);
      deepEqual(await accounts.findOrCreate(person, sampleAccount("a")), {
        account: sampleAccount("a"),
        created: true,
      });
      deepEqual(await accounts.findOrCreate(person, sampleAccount("b")), {
        account: sampleAccount("a"),
        created: false,
      });
      deepEqual(await accounts.identity("wx1", "person"), { ...person, accountId: "a" });
      equal(await accounts.get("b"), undefined);
    });
    deepEqual(await store.read.account("a"), sampleAccount("a"));
  }),

  onStore("one openid at two sources is two people", async (store) => {
    await store.transact(async ({ accounts }) => {
      await accounts.findOrCreate(person, sampleAccount("a"));
      ok((await accounts.findOrCreate({ ...person, appid: "wx2" }, sampleAccount("b"))).created);
    });
  }),

  onStore("of 64 first sign-ins of one person, one makes the account and all get it", async (store) => {
    const found = await race((index) =>
      store.transact(({ accounts }) => accounts.findOrCreate(person, sampleAccount(`${index}`))),
    );
    equal(found.filter(({ created }) => created).length, 1);
    equal(new Set(found.map(({ account }) => account.id)).size, 1);
  }),

  onStore("accounts are listed page by page, the newest first", async (store) => {
    await store.transact(async ({ accounts }) => {
      for (const [id, createdAt] of [
        ["a", 1],
        ["b", 2],
        ["c", 2],
        ["d", 3],
      ] as const)
        await accounts.insert({ ...sampleAccount(id), createdAt });
    });
    const first = await store.read.newestAccounts(2);
    deepEqual(
      first.map(({ id }) => id),
      ["d", "c"],
    );
    const next = await store.read.newestAccounts(3, first[1]);
    deepEqual(
      next.map(({ id }) => id),
      ["b", "a"],
    );
    deepEqual(await store.read.newestAccounts(3, next[1]), []);
  }),

  onStore("a sign-in is noted on an account that there is", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      ok(await accounts.signedIn("a", 5_000));
      ok(!(await accounts.signedIn("b", 5_000)));
    });
    deepEqual(await store.read.account("a"), { ...sampleAccount("a"), lastSignInAt: 5_000 });
  }),

  onStore("a browser is known for the accounts it is remembered with, until forgotten", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ browsers }) => {
      ok(!(await browsers.knows("browser", "a")));
      await browsers.remember("browser", "a", 1_000);
      await browsers.remember("browser", "a", 2_000);
      ok(await browsers.knows("browser", "a"));
      ok(!(await browsers.knows("browser", "b")));
      ok(!(await browsers.knows("other", "a")));
      await browsers.remember("browser", "b", 3_000);
      await browsers.forget("browser", "a");
      ok(!(await browsers.knows("browser", "a")));
      ok(await browsers.knows("browser", "b"));
      await browsers.forget("browser", "never remembered");
      await browsers.remember("other", "b", 3_000);
      await browsers.remember("browser", "a", 3_000);
      await browsers.forgetAll("b");
      ok(!(await browsers.knows("browser", "b")));
      ok(!(await browsers.knows("other", "b")));
      ok(await browsers.knows("browser", "a"));
    });
  }),

  onStore("a browser's accounts are read with the last one first, and no other browser's", async (store) => {
    for (const id of ["a", "b", "c"]) await withAccount(store, id);
    await store.transact(async ({ browsers }) => {
      await browsers.remember("browser", "b", 1_000);
      await browsers.remember("browser", "a", 2_000);
      await browsers.remember("browser", "b", 3_000);
      await browsers.remember("other", "c", 4_000);
    });
    deepEqual(await store.read.accountsOf("browser"), ["b", "a"]);
    deepEqual(await store.read.accountsOf("nobody's"), []);
  }),

  onStore("an identity is read as it was written", async (store) => {
    await store.transact(({ accounts }) => accounts.findOrCreate(person, sampleAccount("a")));
    deepEqual(await store.read.identity("wx1", "person"), { ...person, accountId: "a" });
    equal(await store.read.identity("wx2", "person"), undefined);
  }),
];
