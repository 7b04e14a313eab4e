// The contract of stores: notices.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Notice } from "../../domain/notice.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, sampleSession, winners, withAccount } from "./samples.ts";

const notice: Notice = {
  id: "notice",
  accountId: "a",
  kind: "removal_announced",
  at: 5_000,
  applicationId: "shop",
  about: { appid: "wx1", openId: "second" },
  by: { appid: "wx1", openId: "third" },
  sessionId: "session",
  changeId: "change",
  dueAt: 9_000,
};
const bare: Notice = { id: "bare", accountId: "a", kind: "number_lost", at: 6_000 };
const chat = { appid: "wx1", openId: "first" };
const delivery = { ...chat, noticeId: "notice", accountId: "a" };

export const noticeCases: readonly ContractCase<StoreHarness>[] = [
  onStore("what an account's people are told is listed, the newest first, whole", async (store) => {
    await withAccount(store, "a");
    await store.transact(async ({ notices }) => {
      await notices.insert(notice, [chat]);
      await notices.insert(bare, []);
      deepEqual(await notices.get("notice"), notice);
      equal(await notices.get("none"), undefined);
    });
    deepEqual(await store.read.noticesOf("a", 4_999, 10), [bare, notice]);
    deepEqual(await store.read.noticesOf("a", 5_000, 10), [bare]);
    deepEqual(await store.read.noticesOf("a", 0, 1), [bare]);
    deepEqual(await store.read.noticesOf("b", 0, 10), []);
  }),

  onStore("a session comes with the time of its account's newest notice", async (store) => {
    await withAccount(store, "a");
    await withAccount(store, "b");
    await store.transact(async ({ sessions, notices }) => {
      await sessions.insert(sampleSession("a", { accountId: "a" }));
      for (const one of [bare, notice]) await notices.insert(one, []);
      await notices.insert({ ...bare, id: "another", accountId: "b", at: 7_000 }, []);
    });
    equal((await store.read.signedInById("a"))?.lastNoticeAt, bare.at);
  }),

  onStore("a chat that has to be told waits for it, until it is told, once ever", async (store) => {
    await store.transact(({ notices }) => notices.insert(notice, [chat, { ...chat, openId: "second" }]));
    await store.transact(async ({ notices }) => {
      ok(await notices.waits("wx1", "first"));
      ok(!(await notices.waits("wx1", "third")));
      deepEqual(await notices.untold("wx1", "first", 0, 10), [notice]);
      deepEqual(await notices.untold("wx2", "first", 0, 10), []);
    });
    const told = await race(() => store.transact(({ notices }) => notices.told(delivery)));
    equal(winners(told), 1);
    await store.transact(async ({ notices }) => {
      ok(!(await notices.waits("wx1", "first")));
      ok(await notices.waits("wx1", "second"));
    });
  }),

  onStore("of 64 who are about to send it, one does; while it is being sent no answer tells it", async (store) => {
    await store.transact(({ notices }) => notices.insert(notice, [chat]));
    deepEqual(await store.read.untriedDeliveries(4_999, 10), [delivery]);
    deepEqual(await store.read.untriedDeliveries(5_000, 10), []);
    deepEqual(await store.read.deliveriesOf(notice), [delivery]);
    const tried = await race(() => store.transact(({ notices }) => notices.tryOnce(delivery, 7_000)));
    equal(winners(tried), 1);
    deepEqual(await store.read.deliveriesOf(notice), []);
    deepEqual(await store.read.untriedDeliveries(0, 10), []);
    await store.transact(async ({ notices }) => {
      deepEqual(await notices.untold("wx1", "first", 7_000, 10), []);
      deepEqual(await notices.untold("wx1", "first", 7_001, 10), [notice]);
      await notices.notSent(delivery);
      deepEqual(await notices.untold("wx1", "first", 7_000, 10), [notice]);
      ok(!(await notices.tryOnce(delivery, 8_000)));
    });
  }),

  onStore("notices are swept by age, with what chats have not been told", async (store) => {
    await store.transact(({ notices }) => notices.insert(notice, [chat]));
    equal(await store.housekeeping.notices(5_000, 10), 0);
    equal(await store.housekeeping.notices(5_001, 10), 2);
    deepEqual(await store.read.noticesOf("a", 0, 10), []);
  }),
];
