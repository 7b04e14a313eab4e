// The contract of stores: housekeeping.
import { deepEqual, equal, ok } from "node:assert/strict";
import { scanGrace } from "../../domain/attempt-deadline.ts";
import type { PushId } from "../../ports/inbox.ts";
import type { Store } from "../../ports/store.ts";
import { behaviour, type ContractCase } from "../contract.ts";
import {
  insertAttempts,
  insertSessions,
  knownBy,
  loggedAs,
  onStore,
  type StoreHarness,
  sampleAttempt,
  sampleSession,
  scannedBy,
  sessionOf,
  withAccount,
} from "./samples.ts";

const left = async <T>(ids: readonly string[], read: (id: string) => Promise<T | undefined>): Promise<string[]> => {
  const found = await Promise.all(ids.map(read));
  return ids.filter((_, index) => found[index] !== undefined);
};

/** Forgets in batches of two until nothing is left to forget; how many went each time. */
async function batches(forget: (limit: number) => Promise<number>): Promise<number[]> {
  const counts: number[] = [];
  do counts.push(await forget(2));
  while (counts.at(-1) !== 0);
  return counts;
}

const pushOf = (key: string, createTime = 1): PushId => ({ appid: "wx1", key, createTime });
const answered = (store: Store, key: string, createTime = 1) =>
  store.transact(({ inbox }) => inbox.claim(pushOf(key, createTime)));

export const housekeepingCases: readonly ContractCase<StoreHarness>[] = [
  onStore("attempts are forgotten once they have ended, in batches", async (store) => {
    const before = 100_000;
    await insertAttempts(
      store,
      ...["a", "b", "c"].map((id) => sampleAttempt(id, { status: "expired", expiresAt: before - 1 })),
      { ...scannedBy(sampleAttempt("scanned, over"), "person", 4), expiresAt: before - 1 },
      { ...scannedBy(sampleAttempt("scanned"), "person", 8), expiresAt: before },
      sampleAttempt("pending, over", { expiresAt: before - scanGrace - 1 }),
      sampleAttempt("pending, in its grace", { expiresAt: before - scanGrace }),
    );
    const forget = (limit: number) => store.housekeeping.attempts(before, limit);
    deepEqual(await batches(forget), [2, 2, 1, 0]);
    const ids = ["a", "b", "c", "scanned, over", "scanned", "pending, over", "pending, in its grace"];
    deepEqual(await left(ids, store.read.attempt), ["scanned", "pending, in its grace"]);
  }),

  onStore("attempts whose session lives are kept: opened by them or renewed", async (store) => {
    const before = 100_000;
    await withAccount(store);
    await insertSessions(
      store,
      sampleSession("live", { attemptId: "opened", expiresAt: before }),
      sampleSession("ended", { attemptId: "over", endedAt: 2_000, end: "undone" }),
    );
    const past = { status: "redeemed", expiresAt: before - 1 } as const;
    await insertAttempts(
      store,
      sampleAttempt("opened", past),
      sampleAttempt("renewed", { ...past, sessionId: "live" }),
      sampleAttempt("over", past),
      sampleAttempt("renewed, over", { ...past, sessionId: "ended" }),
    );
    deepEqual(await batches((limit) => store.housekeeping.attempts(before, limit)), [2, 0]);
    deepEqual(await left(["opened", "renewed", "over"], store.read.attempt), ["opened", "renewed"]);
  }),

  onStore("logs of attempts are forgotten by when those were started, in batches", async (store) => {
    const ids = ["a", "b", "c", "later"];
    await insertAttempts(store, ...ids.map((id) => sampleAttempt(id)));
    for (const id of ids)
      await store.attemptLog.write([{ ...loggedAs(id, id === "later" ? 2_000 : 1_000), entries: [] }]);
    deepEqual(await batches((limit) => store.housekeeping.attemptLogs(2_000, limit)), [2, 1, 0]);
    deepEqual(await left(ids, store.read.loggedAttempt), ["later"]);
  }),

  onStore("sessions are forgotten once they have expired or were ended, in batches", async (store) => {
    const before = 100_000;
    await withAccount(store);
    await insertSessions(
      store,
      sampleSession("expired", { expiresAt: before - 1 }),
      sampleSession("ended", { endedAt: before - 1, end: "undone" }),
      sampleSession("both", { expiresAt: before - 1, endedAt: before - 2, end: "undone" }),
      sampleSession("ended since", { endedAt: before, end: "undone" }),
      sampleSession("live", { expiresAt: before }),
    );
    const forget = (limit: number) => store.housekeeping.sessions(before, limit);
    deepEqual(await batches(forget), [2, 1, 0]);
    const ids = ["expired", "ended", "both", "ended since", "live"];
    deepEqual(await left(ids, (id) => sessionOf(store, `token of ${id}`)), ["ended since", "live"]);
  }),

  onStore("answers and nonces are forgotten together, in batches", async (store) => {
    const before = 100_000;
    await store.transact(async ({ inbox }) => {
      for (const key of ["a", "b", "c"]) await inbox.answer(pushOf(key), { reply: key }, before - 1);
      await inbox.answer(pushOf("answered late"), {}, before);
      await inbox.answer(pushOf("dated late", before / 1000), {}, before - 1);
      for (const nonce of ["a", "b"]) await inbox.bindNonce("wx1", { timestamp: before / 1000 - 1, nonce }, "message");
      await inbox.bindNonce("wx1", { timestamp: before / 1000, nonce: "kept" }, "message");
    });
    const forget = (limit: number) => store.housekeeping.inbox(before, limit);
    deepEqual(await batches(forget), [2, 2, 1, 0]);
    deepEqual(await left(["a", "b", "c", "answered late"], (key) => answered(store, key)), ["answered late"]);
    ok(await answered(store, "dated late", before / 1000));
    await store.transact(async ({ inbox }) => {
      ok(!(await inbox.bindNonce("wx1", { timestamp: before / 1000, nonce: "kept" }, "other")));
      ok(await inbox.bindNonce("wx1", { timestamp: before / 1000 - 1, nonce: "a" }, "other"));
    });
  }),

  onStore("a push that was passed on is forgotten when it is old and no longer held", async (store) => {
    const before = 100_000;
    await store.transact(async ({ inbox }) => {
      ok(await inbox.hold(pushOf("over"), "one", before - 1, 1));
      ok(await inbox.hold(pushOf("held"), "one", before, 1));
    });
    deepEqual(await batches((limit) => store.housekeeping.inbox(before, limit)), [1, 0]);
    deepEqual(await store.read.heldPush(pushOf("over")), {});
    deepEqual(await store.read.heldPush(pushOf("held")), { until: before });
  }),

  behaviour("everything is still there when the database is opened again", async ({ open }) => {
    const first = await open();
    await withAccount(first);
    await insertAttempts(first, scannedBy(sampleAttempt("a"), "person", 4));
    await insertSessions(first, sampleSession("s"));
    await first.transact(async ({ inbox, browsers, accounts }) => {
      await inbox.answer(pushOf("push"), { reply: "answer" }, 1_000);
      await inbox.bindNonce("wx1", { timestamp: 1, nonce: "nonce" }, "message");
      await browsers.remember(knownBy("browser", "account"), 1, 1_000);
      await accounts.signedIn("account", 5_000);
    });
    await first.close();
    const second = await open();
    deepEqual(await second.read.attempt("a"), scannedBy(sampleAttempt("a"), "person", 4));
    deepEqual(await sessionOf(second, "token of s"), sampleSession("s"));
    equal((await second.read.account("account"))?.lastSignInAt, 5_000);
    await second.transact(async ({ inbox, browsers, attempts }) => {
      deepEqual(await inbox.claim(pushOf("push")), { reply: "answer" });
      ok(!(await inbox.bindNonce("wx1", { timestamp: 1, nonce: "nonce" }, "other")));
      ok(await browsers.knows(knownBy("browser", "account"), 1, 2_000));
      equal((await attempts.byPrompt("wx1", "person", 4))?.id, "a");
    });
    await second.close();
  }),
];
