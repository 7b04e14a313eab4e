// The contract of stores: linking WeChats to accounts.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { ContractCase } from "../contract.ts";
import {
  insertAttempts,
  insertSessions,
  onStore,
  race,
  type StoreHarness,
  sampleAttempt,
  sampleSession,
  winners,
  withAccount,
} from "./samples.ts";

const identity = { appid: "wx1", openId: "second", accountId: "a", linkedBy: "attempt" };
const removed = { ...identity, platform: "yiye", unionId: "union", removedAt: 5_000 };

export const linkingCases: readonly ContractCase<StoreHarness>[] = [
  onStore(
    "an identity keeps the attempt that gave it to its account, an attempt the session that asked",
    async (store) => {
      await withAccount(store, "a");
      await insertAttempts(store, sampleAttempt("link", { purpose: "link", sessionId: "session", accountId: "a" }));
      await store.transact(async ({ accounts }) => {
        ok(await accounts.addIdentity(identity));
        deepEqual(await accounts.identity("wx1", "second"), identity);
      });
      equal((await store.read.attempt("link"))?.sessionId, "session");
      deepEqual(
        (await store.read.identitiesOf("a")).map(({ openId }) => openId),
        ["person of a", "second"],
      );
    },
  ),

  onStore("an identity is taken from its own account only, and has no account then", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ accounts }) => {
      await accounts.addIdentity(identity);
      ok(!(await accounts.removeIdentity("b", "wx1", "second")));
      ok(await accounts.removeIdentity("a", "wx1", "second"));
      ok(!(await accounts.removeIdentity("a", "wx1", "second")));
      equal(await accounts.identity("wx1", "second"), undefined);
      ok(await accounts.addIdentity({ ...identity, accountId: "b" }));
    });
  }),

  onStore("an identity is marked as lost, and found again, for its own account only", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      await accounts.addIdentity(identity);
      ok(!(await accounts.setLost("b", "wx1", "second", 7_000)));
      ok(await accounts.setLost("a", "wx1", "second", 7_000));
      deepEqual(await accounts.identity("wx1", "second"), { ...identity, lostAt: 7_000 });
      ok(await accounts.setLost("a", "wx1", "second", 7_000, 8_000));
      deepEqual(await accounts.identity("wx1", "second"), { ...identity, lostAt: 7_000, mutedAt: 8_000 });
      ok(await accounts.setLost("a", "wx1", "second", undefined));
      deepEqual(await accounts.identity("wx1", "second"), identity);
    });
  }),

  onStore("an identity's first sign-in is noted once ever", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      await accounts.addIdentity(identity);
      ok(await accounts.noteSignIn("wx1", "second", 4_000));
      ok(!(await accounts.noteSignIn("wx1", "second", 5_000)));
      ok(!(await accounts.noteSignIn("wx1", "nobody", 5_000)));
      deepEqual(await accounts.identity("wx1", "second"), { ...identity, signedInAt: 4_000 });
    });
  }),

  onStore("an invitation is used once ever, while it is live, and the next one takes its place", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    const invitation = { accountId: "a", createdAt: 1_000, validFrom: 1_000, expiresAt: 9_000 };
    await store.transact(async ({ invitations }) => {
      ok(await invitations.insert({ ...invitation, hash: "first" }));
      ok(!(await invitations.insert({ ...invitation, accountId: "b", hash: "first" })));
      ok(await invitations.insert({ ...invitation, accountId: "b", hash: "other" }));
      equal(await invitations.find("first", 8_999), "a");
      equal(await invitations.find("first", 9_000), undefined);
      ok(await invitations.insert({ ...invitation, hash: "second" }));
      equal(await invitations.find("first", 2_000), undefined);
      equal(await invitations.take("second", 9_000), undefined);
    });
    const used = await race(() => store.transact(({ invitations }) => invitations.take("second", 2_000)));
    equal(used.filter((accountId) => accountId === "a").length, 1);
    equal(await store.transact(({ invitations }) => invitations.find("other", 2_000)), "b");
  }),

  onStore("an invitation is found and used from its moment on, and by none of 64 before it", async (store) => {
    await withAccount(store, "a");
    const times = { createdAt: 1_000, validFrom: 5_000, expiresAt: 9_000 };
    await store.transact(({ invitations }) => invitations.insert({ ...times, hash: "h", accountId: "a" }));
    await store.transact(async ({ invitations }) => {
      equal(await invitations.find("h", 4_999), undefined);
      equal(await invitations.inForceFrom("h", 4_999), 5_000);
      equal(await invitations.inForceFrom("h", 5_000), undefined);
      equal(await invitations.inForceFrom("other", 4_999), undefined);
      deepEqual(await invitations.of("a", 4_999), times);
      equal(await invitations.find("h", 5_000), "a");
    });
    const early = await race(() => store.transact(({ invitations }) => invitations.take("h", 4_999)));
    deepEqual(new Set(early), new Set([undefined]));
    deepEqual(await store.read.invitationOf("a", 8_999), times);
    equal(await store.read.invitationOf("a", 9_000), undefined);
    const used = await race(() => store.transact(({ invitations }) => invitations.take("h", 5_000)));
    equal(used.filter((accountId) => accountId === "a").length, 1);
  }),

  onStore("an invitation is cancelled or used, never both, by 64 who try", async (store) => {
    await withAccount(store, "a");
    const times = { createdAt: 1_000, validFrom: 1_000, expiresAt: 9_000 };
    await store.transact(({ invitations }) => invitations.insert({ ...times, hash: "h", accountId: "a" }));
    ok(!(await store.transact(({ invitations }) => invitations.cancel("b", 2_000))));
    ok(!(await store.transact(({ invitations }) => invitations.cancel("a", 9_000))));
    const done = await race((index) =>
      store.transact(async ({ invitations }) =>
        index % 2 === 0 ? invitations.cancel("a", 2_000) : (await invitations.take("h", 2_000)) !== undefined,
      ),
    );
    equal(winners(done), 1);
    equal(await store.read.invitationOf("a", 2_000), undefined);
  }),

  onStore("of 64 who take an account's two identities off at once, one does, and one stays", async (store) => {
    await withAccount(store, "a");
    await store.transact(({ accounts }) => accounts.addIdentity(identity));
    const taken = await race((index) =>
      store.transact(async ({ accounts }) => {
        const openId = index % 2 === 0 ? "second" : "person of a";
        const all = await accounts.identitiesOf("a");
        return all.some((other) => other.openId !== openId) && accounts.removeIdentity("a", "wx1", openId);
      }),
    );
    equal(winners(taken), 1);
    equal((await store.read.identitiesOf("a")).length, 1);
  }),

  onStore("what was taken off is given back once ever, to its account, and not when it is too old", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ accounts }) => {
      await accounts.noteRemoved({ ...removed, removedAt: 1_000 });
      await accounts.noteRemoved(removed);
    });
    deepEqual(await store.read.removedIdentitiesOf("a"), [removed]);
    deepEqual(await store.read.removedIdentitiesOf("b"), []);
    await store.transact(async ({ accounts }) => {
      equal(await accounts.takeRemoved("b", "wx1", "second", 0), undefined);
      equal(await accounts.takeRemoved("a", "wx1", "second", 5_000), undefined);
    });
    const given = await race(() => store.transact(({ accounts }) => accounts.takeRemoved("a", "wx1", "second", 4_999)));
    deepEqual(
      given.filter((one) => one !== undefined),
      [removed],
    );
  }),

  onStore("what was taken off is swept by age", async (store) => {
    await withAccount(store, "a");
    await store.transact(({ accounts }) => accounts.noteRemoved(removed));
    equal(await store.housekeeping.removedIdentities(5_000, 10), 0);
    equal(await store.housekeeping.removedIdentities(5_001, 10), 1);
    deepEqual(await store.read.removedIdentitiesOf("a"), []);
  }),

  onStore("a proof is noted on a session that lives", async (store) => {
    await withAccount(store);
    await insertSessions(store, sampleSession("a"), sampleSession("ended", { endedAt: 2_000, end: "undone" }));
    await store.transact(async ({ sessions }) => {
      ok(await sessions.prove("a", 3_000));
      ok(!(await sessions.prove("ended", 3_000)));
      ok(!(await sessions.prove("a", 1_000_000)));
      ok(!(await sessions.prove("none", 3_000)));
    });
    equal((await store.read.sessionById("a"))?.provenAt, 3_000);
    equal((await store.read.sessionById("ended"))?.provenAt, undefined);
  }),
];
