// A letter is written while its account's queue is being closed by the sender of the previous letter.
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/ports/store.ts";
import { hasPostgres, usePostgres } from "../stage/use-postgres.ts";
import { postgresHarness } from "./postgres-harness.ts";

const queue = { endpoint: "shop", queue: "account" };
const letter = { ...queue, type: "signed-in", accountId: "account", body: "{}", createdAt: 1_000 };
const waiting = { state: "waiting", tries: 0, isResent: false } as const;

/** What a sender does after it has delivered the last letter that it can see. */
const close = (store: Store) =>
  store.transact(async ({ webhooks }) => {
    await webhooks.lease(queue, 1_000, 31_000);
    if ((await webhooks.first(queue)) === undefined) await webhooks.closeQueue(queue, 31_000);
  });

describe.skipIf(!hasPostgres)("webhooks on PostgreSQL", () => {
  const server = usePostgres();

  test("a letter is due, though its queue was closed while it was being written", async () => {
    const { open } = await postgresHarness(server);
    const [one, other] = [await open(), await open()];
    await one.transact(({ webhooks }) => webhooks.open(queue, 1_000));
    let closing: Promise<void> | undefined;
    await one.transact(async ({ webhooks }) => {
      await webhooks.insert({ ...letter, ...waiting, id: "b", sequence: 1 });
      await webhooks.open(queue, 1_000);
      closing ??= close(other);
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 300))]);
    });
    await closing;
    expect(await one.read.dueWebhookQueues("shop", 31_000, 10)).toEqual([queue]);
  });
});
