// The contract of stores: webhooks.
import { deepEqual, equal } from "node:assert/strict";
import type { WebhookLetter } from "../../domain/webhook.ts";
import type { Store } from "../../ports/store.ts";
import type { ContractCase } from "../contract.ts";
import { onStore, race, type StoreHarness, winners, withAccount } from "./samples.ts";

const queue = { endpoint: "shop", queue: "account" };

const sampleLetter = (id: string, change: Partial<WebhookLetter> = {}): WebhookLetter => ({
  id,
  ...queue,
  type: "signed-in",
  accountId: "account",
  sequence: 1,
  body: "{}",
  createdAt: 1_000,
  state: "waiting",
  tries: 0,
  isResent: false,
  ...change,
});

const write = (store: Store, ...letters: readonly WebhookLetter[]) =>
  store.transact(async ({ webhooks }) => {
    for (const letter of letters) {
      await webhooks.insert(letter);
      await webhooks.open(letter, letter.createdAt);
    }
  });

const due = (store: Store, now = 1_000) => store.read.dueWebhookQueues("shop", now, 10);
const first = (store: Store) => store.transact(({ webhooks }) => webhooks.first(queue));

export const webhookCases: readonly ContractCase<StoreHarness>[] = [
  onStore(
    "64 events of an account at once have 64 numbers, and its number begins anew once it has ended",
    async (store) => {
      const next = () => store.transact(({ webhooks }) => webhooks.nextSequence("account"));
      const numbers = await race(next);
      deepEqual(
        numbers.sort((a, b) => a - b),
        Array.from({ length: 64 }, (_, index) => index + 1),
      );
      await store.transact(({ webhooks }) => webhooks.endSequence("account"));
      equal(await next(), 1);
    },
  ),

  onStore("a number of a transaction that fails is given again", async (store) => {
    const failing = store.transact(async ({ webhooks }) => {
      await webhooks.nextSequence("account");
      throw new Error("no");
    });
    equal(await failing.catch(() => "failed"), "failed");
    equal(await store.transact(({ webhooks }) => webhooks.nextSequence("account")), 1);
  }),

  onStore(
    "an endpoint has each letter once, with everything in it, and the first of a queue by its number",
    async (store) => {
      const whole = sampleLetter("b", { appid: "wx1", openId: "person", sequence: 2, problem: "it answered 500" });
      await write(store, whole, sampleLetter("a"), sampleLetter("c", { queue: "other" }));
      equal(await store.transact(({ webhooks }) => webhooks.insert(whole)), false);
      deepEqual(await store.transact(({ webhooks }) => webhooks.get("shop", "b")), whole);
      equal((await first(store))?.id, "a");
      await store.transact(({ webhooks }) => webhooks.save(sampleLetter("a", { state: "dead", settledAt: 2_000 })));
      deepEqual(await first(store), whole);
      deepEqual(await store.transact(async ({ webhooks }) => [await webhooks.has("c"), await webhooks.has("d")]), [
        true,
        false,
      ]);
    },
  ),

  onStore("of 64 that would send to an account, one does, until its lease is over", async (store) => {
    await write(store, sampleLetter("a"));
    deepEqual(await due(store, 999), []);
    deepEqual(await due(store), [queue]);
    const lease = (now: number) => () => store.transact(({ webhooks }) => webhooks.lease(queue, now, now + 30_000));
    equal(winners(await race(lease(1_000))), 1);
    deepEqual(await due(store, 30_999), []);
    equal(winners(await race(lease(31_000))), 1);
    // The first one's lease is over: it settles nothing.
    const settle = (until: number) =>
      store.transact(async ({ webhooks }) => [
        await webhooks.moveQueue(queue, until, 1, null),
        await webhooks.closeQueue(queue, until),
      ]);
    deepEqual(await settle(31_000), [false, false]);
    deepEqual(await store.transact(({ webhooks }) => webhooks.moveQueue(queue, 61_000, 70_000, null)), true);
    deepEqual([await due(store, 69_999), await due(store, 70_000)], [[], [queue]]);
  }),

  onStore("a queue that a dead letter blocks is freed by that letter alone", async (store) => {
    await write(store, sampleLetter("a"));
    await store.transact(async ({ webhooks }) => {
      await webhooks.lease(queue, 1_000, 31_000);
      await webhooks.moveQueue(queue, 31_000, 3_600_000, "a");
    });
    const unblock = (id: string) => store.transact(({ webhooks }) => webhooks.unblock(queue, id, 2_000));
    equal(await unblock("b"), false);
    deepEqual(await due(store, 2_000), []);
    equal(await unblock("a"), true);
    deepEqual(await due(store, 2_000), [queue]);
    equal(await unblock("a"), false);
  }),

  onStore("letters are listed by state, the oldest first, page by page, and counted", async (store) => {
    const letters = ["a", "b", "c"].map((id, at) => sampleLetter(id, { createdAt: 1_000 + at, sequence: at }));
    await write(store, ...letters, sampleLetter("d", { state: "dead", createdAt: 5 }));
    const page = (after: { createdAt: number; id: string }) => store.read.webhookLetters("shop", "waiting", after, 2);
    deepEqual(await page({ createdAt: -1, id: "" }), letters.slice(0, 2));
    deepEqual(await page({ createdAt: 1_001, id: "b" }), letters.slice(2));
    deepEqual(await store.read.webhookLetterCount("shop", "waiting", 10), { count: 3, oldestAt: 1_000 });
    deepEqual(await store.read.webhookLetterCount("shop", "waiting", 2), { count: 2, oldestAt: 1_000 });
    deepEqual(await store.read.webhookLetterCount("other", "waiting", 2), { count: 0 });
  }),

  onStore("deleting an account deletes its letters, and those about its person from before", async (store) => {
    const { account } = await withAccount(store);
    const before = { id: "before", queue: "before", openId: `person of ${account.id}`, appid: "wx1" };
    const { accountId: _a, sequence: _s, ...stranger } = sampleLetter("before");
    await write(store, sampleLetter("a", { accountId: account.id }), { ...stranger, ...before });
    await write(store, sampleLetter("b", { accountId: "another" }));
    equal((await store.read.personalRows(account.id)).webhook_letters?.length, 2);
    const gone = await store.transact(({ people }) => people.erase(account.id, 2_000));
    equal(gone.webhook_letters, 2);
    equal((await store.read.webhookLetterCount("shop", "waiting", 10)).count, 1);
  }),

  onStore("delivered letters are swept by when they were, others by their age", async (store) => {
    await write(store, sampleLetter("a"), sampleLetter("b", { state: "delivered", settledAt: 2_000 }));
    const { webhooks, oldWebhooks } = store.housekeeping;
    deepEqual([await webhooks(2_000, 5), await webhooks(2_001, 5)], [0, 1]);
    deepEqual([await oldWebhooks(1_000, 5), await oldWebhooks(1_001, 5)], [0, 2]);
    deepEqual(await due(store, 9e15), []);
  }),

  onStore("after a restore no number is given that may have been given since the backup", async (store) => {
    await store.transact(({ webhooks }) => webhooks.nextSequence("account"));
    await store.transact(({ past }) => past.end(2_000));
    const next = await store.transact(({ webhooks }) => webhooks.nextSequence("account"));
    equal(next > 1_000_000, true);
  }),
];
