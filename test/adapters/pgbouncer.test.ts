import { describe, expect, onTestFinished, test } from "vitest";
import { openConnection, type Target } from "../../src/adapters/postgres/connection.ts";
import { inspectPostgres } from "../../src/adapters/postgres/inspect.ts";
import { warningsOfInstances } from "../../src/adapters/postgres/instances.ts";
import { migratePostgres } from "../../src/adapters/postgres/store.ts";
import { connectionsFor } from "../../src/adapters/postgres/transaction-pool.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { signIn } from "../../src/testing/index.ts";
import { serviceOn } from "../fault/instances-sign-ins.ts";
import { hasPgBouncer, pooled } from "../stage/pgbouncer.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

/** Makes PgBouncer open this many connections, by keeping as many clients busy at once. */
async function openSessions(target: Target, count: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: count }, () => openConnection(target)));
  await Promise.all(clients.map(({ query }) => query("select pg_sleep(0.2)")));
  await Promise.all(clients.map(({ close }) => close()));
}

/** A service, and its warnings about a pooler. */
async function started(url: string, transactions: number) {
  const warnings: string[] = [];
  const service = serviceOn(url, transactions, (sentence) => {
    if (sentence.includes("pooler")) warnings.push(sentence);
  });
  onTestFinished(() => service.close());
  await service.ready();
  return { service, warnings };
}

describe.skipIf(!hasPostgres || !hasPgBouncer)("behind PgBouncer", () => {
  const server = usePostgres();

  test.each([
    ["of one session", { pool_mode: "transaction", default_pool_size: 1 }],
    ["of several", { pool_mode: "transaction", default_pool_size: 8 }],
    ["that go round", { pool_mode: "transaction", default_pool_size: 8, server_round_robin: 1 }],
    ["that forget their settings", { pool_mode: "transaction", default_pool_size: 8, server_reset_query_always: 1 }],
    ["for a statement each", { pool_mode: "statement", default_pool_size: 8 }],
  ])("a pool of sessions %s is refused with a sentence, and nothing is kept", async (_, settings) => {
    const url = await server.database();
    const target = await targetOf(await pooled(url, settings));
    await openSessions(target, Math.min(settings.default_pool_size, 4));
    const migrated = migratePostgres({ target, clock: createFakeClock(), connections: 8 });
    await expect(migrated).rejects.toThrow(
      /is behind a pooler .* \(PgBouncer: pool_mode = session\) with at least 15 connections for each instance\.$/,
    );
    expect(await inspectPostgres(target, 0, 8)).toMatchObject({ state: "unsafe", why: expect.stringContaining("15") });
    expect(await server.rows(url, "select * from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  test("in session mode sign-ins complete, 32 at once, on as many sessions as the sentence says", async () => {
    const transactions = 4;
    const size = connectionsFor(transactions);
    const url = await pooled(await server.database(), { pool_mode: "session", default_pool_size: size });
    const { service, warnings } = await started(url, transactions);
    expect(warnings).toEqual([]);
    await Promise.all(Array.from({ length: 32 }, (_, index) => signIn(service, `person ${index}`)));
    expect(await inspectPostgres(await targetOf(url), 0, transactions)).toMatchObject({ state: "good", pending: 0 });
  });

  test("a service warns at its start of a session pool with one session less, and says what to set", async () => {
    const size = connectionsFor(4) - 1;
    const url = await pooled(await server.database(), { pool_mode: "session", default_pool_size: size });
    const { service, warnings } = await started(url, 4);
    expect(warnings).toEqual([
      expect.stringMatching(/ lends 10 sessions .* default_pool_size\) to at least 11 for each/),
    ]);
    await signIn(service, "person");
  });

  test("instances are known by their marks, and an instance that has ended is not there any more", async () => {
    const own = await server.database();
    const target = await targetOf(await pooled(own, { pool_mode: "session", default_pool_size: 30 }));
    const marked = { ...target, marks: { secret: "s1", configuration: "c1" } };
    const others = { ...target, marks: { secret: "s2", configuration: "c2" } };
    const one = await openConnection(marked);
    expect(await warningsOfInstances(others)).toEqual([expect.stringContaining("another SAOMA_SECRET")]);
    expect(await warningsOfInstances(marked)).toEqual([]);
    await one.close();
    await expect.poll(() => warningsOfInstances(others)).toEqual([]);
  });
});
