import { deepEqual, equal } from "node:assert/strict";
import type { Store, Stores } from "../../ports/store.ts";
import type { ContractCase } from "../contract.ts";
import { insertSessions, onStore, race, type StoreHarness, sampleSession, winners, withAccount } from "./samples.ts";

const told = { sessionId: "session", applicationId: "shop" };

/** The same in the outbox. */
const noted = { ...told, accountId: "account" };

/** A signed-in person, and a client that knows of the session. */
async function signIn(store: Store, expiresAt = 9e15): Promise<void> {
  const { account } = await withAccount(store);
  await insertSessions(store, sampleSession("session", { accountId: account.id, openId: "person", expiresAt }));
  await store.transact(({ clientSessions }) => clientSessions.note(told));
}

const due = (store: Store, now = 2_000) => store.read.dueClientLogouts("shop", now, 10);

const ways: Readonly<Record<string, (stores: Stores, accountId: string) => Promise<unknown>>> = {
  "signing out": ({ sessions }) => sessions.end("session", "signed_out", 2_000),
  unfollowing: ({ sessions }) => sessions.endOfIdentity("wx1", "person", "unfollowed", 2_000),
  "the operator": ({ sessions }, accountId) => sessions.endOfAccount(accountId, "operator", 2_000),
  "deleting the account": ({ people }, accountId) => people.erase(accountId, 2_000),
  "restoring a backup": ({ past }) => past.end(2_000),
};

export const clientLogoutCases: readonly ContractCase<StoreHarness>[] = [
  ...Object.entries(ways).map(([way, end]) =>
    onStore(`by ${way} a client is to be told that its session is over, once`, async (store) => {
      await signIn(store);
      const accountId = (await store.read.sessionById("session"))?.accountId ?? "";
      deepEqual(await due(store), []);
      await store.transact((stores) => end(stores, accountId));
      deepEqual(await due(store), [{ ...noted, endedAt: 2_000, tries: 0 }]);
      await store.transact(({ clientLogouts }) => clientLogouts.remove(told));
      await store.transact((stores) => end(stores, accountId));
      deepEqual(await due(store), []);
    }),
  ),

  onStore("a client that knows of no session is not notified, nor of another session's end", async (store) => {
    await signIn(store);
    await insertSessions(store, sampleSession("other", { expiresAt: 9e15 }));
    await store.transact(async ({ clientSessions, sessions }) => {
      await clientSessions.note({ sessionId: "none", applicationId: "shop" });
      await sessions.end("other", "signed_out", 2_000);
      await sessions.end("none", "signed_out", 2_000);
    });
    deepEqual(await due(store), []);
  }),

  onStore("a client may be told alone, if it knows of the session, once", async (store) => {
    await signIn(store);
    for (let times = 0; times < 2; times++) {
      await store.transact(async ({ clientLogouts }) => {
        await clientLogouts.note({ ...told, applicationId: "another" }, 2_000);
        await clientLogouts.note(told, 2_000);
      });
      deepEqual(await due(store), times === 0 ? [{ ...noted, endedAt: 2_000, tries: 0 }] : []);
      await store.transact(({ clientLogouts }) => clientLogouts.remove(told));
    }
    equal((await store.read.sessionById("session"))?.endedAt, undefined);
  }),

  onStore("what is due at one client takes no place from another, and the longest due comes first", async (store) => {
    const { account } = await withAccount(store);
    const sessions = Array.from({ length: 12 }, (_, at) => `s${at}`);
    const rows = sessions.map((id) => sampleSession(id, { accountId: account.id, openId: "person", expiresAt: 9e15 }));
    await insertSessions(store, ...rows);
    await store.transact(async ({ clientSessions, sessions: { end } }) => {
      for (const [at, sessionId] of sessions.entries()) {
        await clientSessions.note({ sessionId, applicationId: "hangs" });
        if (at > 9) await clientSessions.note({ sessionId, applicationId: "shop" });
        await end(sessionId, "signed_out", 3_000 - at);
      }
    });
    deepEqual(
      (await due(store, 3_000)).map(({ sessionId }) => sessionId),
      ["s11", "s10"],
    );
    const others = await store.read.dueClientLogouts("hangs", 3_000, 3);
    deepEqual(
      others.map(({ sessionId }) => sessionId),
      ["s11", "s10", "s9"],
    );
    deepEqual(await store.read.dueClientLogouts("none", 3_000, 10), []);
  }),

  onStore("of 64 that would tell a client, one does, and another when it is due again", async (store) => {
    await signIn(store);
    await store.transact(({ sessions }) => sessions.end("session", "signed_out", 2_000));
    const lease = (now: number) => () =>
      store.transact(({ clientLogouts }) => clientLogouts.lease(told, now, now + 30_000));
    equal(winners(await race(lease(2_000))), 1);
    deepEqual(await due(store, 31_999), []);
    deepEqual(await due(store, 32_000), [{ ...noted, endedAt: 2_000, tries: 1 }]);
    equal(winners(await race(lease(32_000))), 1);
    await store.transact(({ clientLogouts }) => clientLogouts.postpone(told, 40_000));
    deepEqual(await due(store, 39_999), []);
    deepEqual(await due(store, 40_000), [{ ...noted, endedAt: 2_000, tries: 2 }]);
  }),

  onStore(
    "client sessions are deleted when the session expires, and so are logouts that could not be delivered",
    async (store) => {
      await signIn(store, 5_000);
      const forget = (before: number) => store.housekeeping.clientSessions(before, 5);
      deepEqual([await forget(5_000), await forget(5_001), await forget(5_001)], [0, 1, 0]);
      await store.transact(({ clientSessions }) => clientSessions.note(told));
      await store.transact(({ sessions }) => sessions.end("session", "signed_out", 2_000));
      deepEqual([await forget(2_000), await forget(2_001)], [0, 1]);
      deepEqual(await due(store, 9e15), []);
    },
  ),
];
