// The contract of stores: what a restored backup ends.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { AttemptStatus } from "../../domain/attempt.ts";
import type { ContractCase } from "../contract.ts";
import {
  insertAttempts,
  insertSessions,
  knownBy,
  onStore,
  type StoreHarness,
  sampleAttempt,
  sampleSession,
  withAccount,
} from "./samples.ts";

const live: readonly AttemptStatus[] = ["pending", "scanned", "phone_required", "granted"];
const over: readonly AttemptStatus[] = ["redeemed", "expired", "declined", "cancelled"];

export const pastCases: readonly ContractCase<StoreHarness>[] = [
  onStore("the past ends every live attempt, and leaves those that were over", async (store, { clock }) => {
    const attempts = [...live, ...over].map((status) => sampleAttempt(status, { status, version: 7 }));
    await insertAttempts(store, ...attempts);
    equal((await store.transact(({ past, now }) => past.end(now))).attempts, live.length);
    for (const status of live) {
      const { status: ended, version, expiresAt } = (await store.read.attempt(status)) ?? {};
      deepEqual({ ended, version, expiresAt }, { ended: "expired", version: 8, expiresAt: clock.now() });
    }
    for (const status of over)
      deepEqual(await store.read.attempt(status), sampleAttempt(status, { status, version: 7 }));
  }),

  onStore("the past ends every session once, expired ones too, and counts the live", async (store, { clock }) => {
    await withAccount(store);
    const refresh = { generation: 3, rotatedAt: 2_000, clientHash: "client" };
    const later = clock.now() + 1_000;
    const undone = sampleSession("undone", { expiresAt: later, endedAt: 3_000, end: "undone" });
    await insertSessions(store, sampleSession("cookie", { expiresAt: later }), undone);
    await insertSessions(
      store,
      sampleSession("tokens", { expiresAt: later, refresh }),
      sampleSession("expired", { expiresAt: 1 }),
    );
    deepEqual(await store.transact(({ past }) => past.end(clock.now())), { sessions: 2, attempts: 0 });
    deepEqual(await store.transact(({ past }) => past.end(clock.now())), { sessions: 0, attempts: 0 });
    for (const id of ["cookie", "tokens", "expired"]) {
      const { end, endedAt } = (await store.read.sessionById(id)) ?? {};
      deepEqual({ end, endedAt }, { end: "restored", endedAt: clock.now() });
    }
    deepEqual(await store.read.sessionById("undone"), undone);
  }),

  onStore("the past forgets everything that lets a person in, and keeps people and the inbox", async (store) => {
    const { account } = await withAccount(store);
    const push = { appid: "wx1", key: "key", createTime: 1 };
    await store.transact(async (stores) => {
      await stores.chatCodes.insert({ appid: "wx1", hash: "code", openId: "person", expiresAt: 9e15 });
      await stores.phoneBindings.insert({ attemptId: "a", keptAt: 1 });
      await stores.miniProgramSessions.insert({ tokenHash: "bearer", appid: "wx1", openId: "person", expiresAt: 9e15 });
      await stores.pictures.insert("a", "data:picture", 1);
      await stores.outbox.insert("a", 1);
      await stores.browsers.remember(knownBy("browser", account.id), 1, 1);
      const sealed = { algorithm: "EdDSA", publicKey: "{}", sealedPrivateKey: "sealed", activeFrom: 1 } as const;
      await stores.keys.insert({ kid: "key", ...sealed });
      await stores.inbox.answer(push, { reply: "once" }, 1);
    });
    await store.transact(({ past, now }) => past.end(now));
    await store.transact(async (stores) => {
      equal(await stores.chatCodes.take("wx1", "code", "b", 1), undefined);
      equal(await stores.phoneBindings.get("a"), undefined);
      equal(await stores.pictures.get("a"), undefined);
      ok(!(await stores.browsers.knows(knownBy("browser", account.id), 0, 2)));
      deepEqual(await stores.keys.all(), []);
      deepEqual(await stores.inbox.claim(push), { reply: "once" });
    });
    equal(await store.read.miniProgramSession("bearer"), undefined);
    deepEqual(await store.read.outbox(10), []);
    deepEqual(await store.read.account(account.id), account);
    equal((await store.read.identity("wx1", "person of account"))?.accountId, account.id);
  }),
];
