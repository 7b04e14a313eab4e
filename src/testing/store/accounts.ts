// The contract of stores: accounts.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import { knownBy, onStore, race, type StoreHarness, sampleAccount, winners, withAccount } from "./samples.ts";

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

  onStore("an account is suspended once, and the suspension is lifted once", async (store) => {
    await withAccount(store, "a");
    const set = (at: number | undefined) => store.transact(({ accounts }) => accounts.setSuspended("a", at));
    equal(winners(await race(() => set(7_000))), 1);
    equal((await store.read.account("a"))?.suspendedAt, 7_000);
    ok(!(await store.transact(({ accounts }) => accounts.setSuspended("nobody", 7_000))));
    ok(await set(undefined));
    ok(!(await set(undefined)));
    ok(!("suspendedAt" in ((await store.read.account("a")) ?? {})));
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

  onStore("of 64 who join an account that nobody has joined yet, one does", async (store) => {
    // Several times: the first transaction may end before the engine has opened its other connections.
    for (const accountId of ["a", "b", "c"]) {
      await store.transact(({ accounts }) => accounts.insert(sampleAccount(accountId)));
      const joined = await race((index) =>
        store.transact(async ({ accounts }) => {
          if ((await accounts.identitiesOf(accountId)).length > 0) return false;
          return accounts.addIdentity({ appid: accountId, openId: `person ${index}`, accountId });
        }),
      );
      equal(joined.filter(Boolean).length, 1);
      equal((await store.read.identitiesOf(accountId)).length, 1);
    }
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
    const first = await store.read.newestAccounts({ createdAt: 9e15, id: "" }, 2);
    deepEqual(
      first.map(({ id }) => id),
      ["d", "c"],
    );
    const next = await store.read.newestAccounts(first[1] ?? { createdAt: 0, id: "" }, 3);
    deepEqual(
      next.map(({ id }) => id),
      ["b", "a"],
    );
    deepEqual(await store.read.newestAccounts(next[1] ?? { createdAt: 0, id: "" }, 3), []);
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
      const knows = (browser: string, account: string) => browsers.knows(knownBy(browser, account), 1, 4_000);
      ok(!(await knows("browser", "a")));
      await browsers.remember(knownBy("browser", "a"), 1, 1_000);
      await browsers.remember(knownBy("browser", "a"), 1, 2_000);
      ok(await knows("browser", "a"));
      ok(!(await knows("browser", "b")));
      ok(!(await knows("other", "a")));
      await browsers.remember(knownBy("browser", "b"), 1, 3_000);
      await browsers.forget(knownBy("browser", "a"));
      ok(!(await knows("browser", "a")));
      ok(await knows("browser", "b"));
      await browsers.forget(knownBy("browser", "never remembered"));
      await browsers.remember(knownBy("other", "b"), 1, 3_000);
      await browsers.remember(knownBy("browser", "a"), 1, 3_000);
      await browsers.forgetAll("b");
      ok(!(await knows("browser", "b")));
      ok(!(await knows("other", "b")));
      ok(await knows("browser", "a"));
    });
  }),

  onStore(
    "a browser is known at one application, by a proof no weaker than the one it gave, for 90 days",
    async (store) => {
      await withAccount(store, "a");
      const [shop, till] = [knownBy("browser", "a"), { ...knownBy("browser", "a"), applicationId: "till" }];
      await store.transact(async ({ browsers }) => {
        await browsers.remember(shop, 2, 1_000);
        await browsers.remember(shop, 0, 2_000);
        await browsers.remember(till, 0, 2_000);
      });
      const knows = (known: typeof shop, strength: 0 | 1 | 2, at: number) =>
        store.read.knowsBrowser(known, strength, at);
      const over = 2_000 + 90 * 86_400_000;
      deepEqual([await knows(shop, 2, over - 1), await knows(shop, 0, over)], [true, false]);
      deepEqual([await knows(till, 0, 3_000), await knows(till, 1, 3_000)], [true, false]);
      await store.transact(({ browsers }) => browsers.remember(shop, 1, over + 1));
      deepEqual([await knows(shop, 1, over + 2), await knows(shop, 2, over + 2)], [true, false]);
      await store.transact(({ browsers }) => browsers.forget(till));
      deepEqual([await knows(till, 0, 3_000), await knows(shop, 0, over + 2)], [false, true]);
      await store.transact(async ({ browsers }) => {
        await browsers.remember(till, 1, over);
        await browsers.forgetEverywhere("browser", "a");
      });
      deepEqual([await knows(till, 0, over), await knows(shop, 0, over)], [false, false]);
    },
  ),

  onStore("a browser has the mark that it was given last", async (store) => {
    equal(await store.read.browserMark("browser"), undefined);
    await store.transact(async ({ browsers }) => {
      await browsers.mark("browser", "first", 1_000);
      await browsers.mark("browser", "second", 2_000);
      await browsers.mark("other", "third", 2_000);
    });
    deepEqual([await store.read.browserMark("browser"), await store.read.browserMark("other")], ["second", "third"]);
  }),

  onStore("an identity is read as it was written", async (store) => {
    await store.transact(({ accounts }) => accounts.findOrCreate(person, sampleAccount("a")));
    deepEqual(await store.read.identity("wx1", "person"), { ...person, accountId: "a" });
    equal(await store.read.identity("wx2", "person"), undefined);
  }),
];
