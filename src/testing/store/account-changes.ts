// The contract of stores: announced changes.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { AccountChange } from "../../domain/account-change.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners } from "./samples.ts";

const change: AccountChange = {
  id: "change",
  accountId: "a",
  action: "remove",
  about: { appid: "wx1", openId: "first" },
  by: { appid: "wx1", openId: "second" },
  byLinkedAt: 1_000,
  sessionId: "session",
  applicationId: "shop",
  announcedAt: 5_000,
  dueAt: 9_000,
};
const phone: AccountChange = {
  id: "phone",
  accountId: "a",
  action: "phone",
  phone: "+8613800138000",
  by: { appid: "wx1", openId: "first" },
  sessionId: "session",
  applicationId: "shop",
  announcedAt: 6_000,
  dueAt: 10_000,
};

export const accountChangeCases: readonly ContractCase<StoreHarness>[] = [
  onStore("announced changes are kept whole, listed by account, and due from their moment on", async (store) => {
    await store.transact(async ({ accountChanges }) => {
      await accountChanges.insert(phone);
      await accountChanges.insert(change);
      deepEqual(await accountChanges.get("change"), change);
      equal(await accountChanges.get("none"), undefined);
    });
    deepEqual(await store.read.accountChangesOf("a"), [change, phone]);
    deepEqual(await store.read.accountChangesOf("b"), []);
    deepEqual(await store.read.dueChanges(8_999, 10), []);
    deepEqual(await store.read.dueChanges(10_000, 10), ["change", "phone"]);
    deepEqual(await store.read.dueChanges(10_000, 1), ["change"]);
  }),

  onStore("of 64 who end a change, one does; it is due no more, and listed with how it ended", async (store) => {
    await store.transact(({ accountChanges }) => accountChanges.insert(change));
    const ended = await race((index) =>
      store.transact(({ accountChanges }) =>
        accountChanges.end("change", index % 2 === 0 ? "done" : "objected", 9_000 + index),
      ),
    );
    equal(winners(ended), 1);
    deepEqual(await store.read.dueChanges(99_000, 10), []);
    const [one] = await store.read.accountChangesOf("a");
    equal(one?.end, ended.indexOf(true) % 2 === 0 ? "done" : "objected");
    ok(!(await store.transact(({ accountChanges }) => accountChanges.end("none", "void", 9_000))));
  }),

  onStore("the number that a change replaced is kept, and forgotten when that is asked for", async (store) => {
    await store.transact(async ({ accountChanges }) => {
      await accountChanges.insert(phone);
      await accountChanges.noteFormerPhone("phone", "+8613900139000");
      equal((await accountChanges.get("phone"))?.formerPhone, "+8613900139000");
      await accountChanges.noteFormerPhone("phone", null);
      deepEqual(await accountChanges.get("phone"), phone);
    });
  }),

  onStore("what was told of a change is forgotten with whom it was still to be told", async (store) => {
    const chat = { appid: "wx1", openId: "first" };
    const notice = { id: "notice", accountId: "a", kind: "removal_announced", at: 5_000, changeId: "change" } as const;
    const other = { id: "other", accountId: "a", kind: "identity_added", at: 5_000 } as const;
    await store.transact(async ({ notices }) => {
      await notices.insert(notice, [chat]);
      await notices.insert(other, []);
      await notices.forgetChange("b", "change");
      ok(await notices.waits("wx1", "first"));
      await notices.forgetChange("a", "change");
      ok(!(await notices.waits("wx1", "first")));
      deepEqual(await notices.of("a", 4_999), [other]);
      deepEqual(await notices.of("a", 5_000), []);
    });
  }),

  onStore("unused approvals are forgotten by who gave them, and by whom they were given to", async (store) => {
    const approval = { accountId: "a", action: "delete", target: "", appid: "wx1", approvedAt: 5_000 } as const;
    await store.transact(async ({ approvals }) => {
      for (const [attemptId, sessionId, openId] of [
        ["1", "s", "first"],
        ["2", "s", "second"],
        ["3", "t", "second"],
      ] as const)
        await approvals.insert({ ...approval, attemptId, sessionId, openId });
      equal(await approvals.forgetOf("wx1", "first"), 1);
      equal(await approvals.forgetOfSession("s"), 1);
      const taken = await approvals.take({ sessionId: "t", action: "delete", target: "" }, 0, 6_000);
      equal(taken?.openId, "second");
      equal(await approvals.forgetOf("wx1", "second"), 0);
    });
  }),

  onStore("changes that ended are swept by age, open ones stay", async (store) => {
    await store.transact(async ({ accountChanges }) => {
      await accountChanges.insert(change);
      await accountChanges.insert(phone);
      await accountChanges.end("change", "done", 9_000);
    });
    equal(await store.housekeeping.accountChanges(9_000, 10), 0);
    equal(await store.housekeeping.accountChanges(9_001, 10), 1);
    deepEqual(await store.read.accountChangesOf("a"), [phone]);
  }),
];
