// The contract of stores: pushes that were answered.
import { deepEqual, equal, ok } from "node:assert/strict";
import type { DatedNonce, PushId } from "../../ports/inbox.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness } from "./samples.ts";

const pushOf = (key: string): PushId => ({ appid: "wx1", key, createTime: 1 });
const nonce: DatedNonce = { timestamp: 1, nonce: "nonce" };

export const inboxCases: readonly ContractCase<StoreHarness>[] = [
  onStore("the first answer to a push stands, with words or without", async (store) => {
    await store.transact(async ({ inbox }) => {
      equal(await inbox.claim(pushOf("push")), undefined);
      deepEqual(await inbox.answer(pushOf("push"), { reply: "first" }, 1_000), { reply: "first" });
      deepEqual(await inbox.answer(pushOf("push"), { reply: "second" }, 2_000), { reply: "first" });
      deepEqual(await inbox.answer(pushOf("push"), {}, 2_000), { reply: "first" });
      deepEqual(await inbox.answer(pushOf("silent"), {}, 1_000), {});
      deepEqual(await inbox.answer(pushOf("silent"), { reply: "late" }, 2_000), {});
      deepEqual(await inbox.answer(pushOf("empty"), { reply: "" }, 1_000), { reply: "" });
      deepEqual(await inbox.claim(pushOf("push")), { reply: "first" });
      deepEqual(await inbox.claim(pushOf("silent")), {});
      deepEqual(await inbox.claim(pushOf("empty")), { reply: "" });
      equal(await inbox.claim({ ...pushOf("push"), appid: "wx2" }), undefined);
      equal(await inbox.claim({ ...pushOf("push"), createTime: 2 }), undefined);
    });
  }),

  onStore("a push that was claimed and released is new to the next transaction", async (store) => {
    await store.transact(async ({ inbox }) => {
      equal(await inbox.claim(pushOf("push")), undefined);
      await inbox.release(pushOf("push"));
    });
    await store.transact(async ({ inbox }) => {
      equal(await inbox.claim(pushOf("push")), undefined);
      deepEqual(await inbox.answer(pushOf("push"), { reply: "first" }, 1_000), { reply: "first" });
      await inbox.release(pushOf("push"));
    });
    deepEqual(await store.transact(({ inbox }) => inbox.claim(pushOf("push"))), { reply: "first" });
  }),

  onStore("of 64 who claim a push at once, one deals with it, and the others hear its answer", async (store) => {
    const answers = await race((index) =>
      store.transact(async ({ inbox }) => {
        const before = await inbox.claim(pushOf("push"));
        if (before) return { before };
        return { mine: await inbox.answer(pushOf("push"), { reply: `${index}` }, 1_000) };
      }),
    );
    equal(answers.filter(({ mine }) => mine !== undefined).length, 1);
    equal(new Set(answers.map(({ before, mine }) => (before ?? mine)?.reply)).size, 1);
  }),

  onStore("64 deliveries of a push get one answer", async (store) => {
    const answers = await race((index) =>
      store.transact(({ inbox }) => inbox.answer(pushOf("push"), { reply: `${index}` }, 1_000)),
    );
    equal(new Set(answers.map(({ reply }) => reply)).size, 1);
    deepEqual(await store.transact(({ inbox }) => inbox.claim(pushOf("push"))), answers[0]);
  }),

  onStore("a push is held by one, who may hold it on, until its time is over or it is answered", async (store) => {
    const hold = (holder: string, until: number, now: number) =>
      store.transact(({ inbox }) => inbox.hold(pushOf("push"), holder, until, now));
    deepEqual(await store.read.heldPush(pushOf("push")), {});
    ok(await hold("one", 2_000, 1_000));
    ok(!(await hold("other", 9_000, 1_999)));
    ok(await hold("one", 3_000, 1_999));
    deepEqual(await store.read.heldPush(pushOf("push")), { until: 3_000 });
    ok(await hold("other", 9_000, 3_000));
    ok(!(await hold("one", 9_000, 3_001)));
    await store.transact(({ inbox }) => inbox.answer(pushOf("push"), { reply: "said" }, 4_000));
    deepEqual(await store.read.heldPush(pushOf("push")), { answer: { reply: "said" } });
    deepEqual(await store.read.heldPush(pushOf("another")), {});
  }),

  onStore("of 64 who hold a push at once, one does", async (store) => {
    const held = await race((index) =>
      store.transact(({ inbox }) => inbox.hold(pushOf("push"), `${index}`, 2_000, 1_000)),
    );
    equal(held.filter(Boolean).length, 1);
  }),

  onStore("a nonce is bound to one message of its source", async (store) => {
    await store.transact(async ({ inbox }) => {
      ok(await inbox.bindNonce("wx1", nonce, "message"));
      ok(await inbox.bindNonce("wx1", nonce, "message"));
      ok(!(await inbox.bindNonce("wx1", nonce, "other")));
      ok(await inbox.bindNonce("wx2", nonce, "other"));
      ok(await inbox.bindNonce("wx1", { ...nonce, timestamp: 2 }, "other"));
    });
  }),

  onStore("of 64 messages with one nonce, one may have it", async (store) => {
    const bound = await race((index) =>
      store.transact(({ inbox }) => inbox.bindNonce("wx1", nonce, `message ${index}`)),
    );
    equal(bound.filter(Boolean).length, 1);
  }),
];
