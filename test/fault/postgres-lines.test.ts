// Each acknowledged transaction is stored exactly once, at whatever point the connection to PostgreSQL is cut.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";
import { startDelayingProxy } from "./delaying-proxy.ts";
import { type Cut, type CuttingProxy, startProxy } from "./postgres-proxy.ts";

const transactions = 100;
/** Each transaction on a silent connection takes seconds. */
const transactionsBySilence = 30;
const atOnce = 4;

describe.skipIf(!hasPostgres)("a line to PostgreSQL", () => {
  const server = usePostgres();
  let proxy: CuttingProxy;

  beforeAll(async () => {
    proxy = await startProxy(Number(new URL(server.url("postgres")).port));
  });
  afterAll(() => proxy.close());

  async function openThrough(url: string): Promise<PostgresStore> {
    const through = new URL(url);
    through.port = String(proxy.port);
    return openPostgresStore({ target: await targetOf(through.href), clock: systemClock, connections: atOnce });
  }

  /** How many tries each running transaction has begun. After three tries that were cut, a call is refused. */
  const tries = new Map<number, number>();
  const isLastTry = () => [...tries.values()].some((begun) => begun > 2);

  /** Writes a line of the audit with an actor of its own. */
  const write = (store: PostgresStore, index: number): Promise<void> =>
    store
      .transact(({ audit, now }) => {
        tries.set(index, (tries.get(index) ?? 0) + 1);
        return audit.append({ actor: `test ${index}`, action: "session.ended" }, now);
      })
      .finally(() => tries.delete(index));

  test.each<Cut>(["before", "half", "unheard"])(
    "cut at COMMIT (%s): nothing is lost, nothing is done twice",
    async (cut) => {
      const url = await server.fresh();
      const store = await openThrough(url);
      let commits = 0;
      proxy.plan(() => (++commits % 7 === 0 && !isLastTry() ? cut : undefined));
      const outcomes = await inTurns(transactions, (index) => write(store, index));
      proxy.plan(() => undefined);
      await store.close();
      const rows = await server.rows(url, "select actor, count(*)::int as times from audit group by actor");
      expect(proxy.cuts[cut]).toBeGreaterThan(transactions / 10);
      expect(outcomes).toEqual({ acknowledged: transactions, refused: 0 });
      expect(rows.length).toBe(transactions);
      expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
    },
  );

  test.each<[Cut, string]>([
    ["silent after", "is settled on another connection"],
    ["silent before", "is refused, because the server still waits for its COMMIT"],
  ])("without an end (%s): a transaction %s", async (cut) => {
    const url = await server.fresh();
    const store = await openThrough(url);
    let commits = 0;
    proxy.plan(() => (++commits % 7 === 0 ? cut : undefined));
    const outcomes = await inTurns(transactionsBySilence, (index) => write(store, index));
    proxy.plan(() => undefined);
    await store.close();
    const rows = await server.rows(url, "select actor, count(*)::int as times from audit group by actor");
    const refused = cut === "silent before" ? proxy.cuts[cut] : 0;
    expect(proxy.cuts[cut]).toBeGreaterThan(3);
    expect(outcomes).toEqual({ acknowledged: transactionsBySilence - refused, refused });
    expect(rows.length).toBe(outcomes.acknowledged);
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
  });

  test("with 200 ms for each round trip: all transactions are acknowledged, and stored once", async () => {
    const url = await server.fresh();
    const slow = await startDelayingProxy(proxy.port);
    slow.delay(100);
    const through = new URL(url);
    through.port = String(slow.port);
    const store = await openPostgresStore({
      target: await targetOf(through.href),
      clock: systemClock,
      connections: atOnce,
    });
    const outcomes = await inTurns(transactionsBySilence, (index) => write(store, index));
    await store.close();
    await slow.close();
    const rows = await server.rows(url, "select actor, count(*)::int as times from audit group by actor");
    expect(outcomes).toEqual({ acknowledged: transactionsBySilence, refused: 0 });
    expect(rows.map(({ times }) => times)).toEqual(Array.from({ length: transactionsBySilence }, () => 1));
  });

  async function inTurns(
    count: number,
    act: (index: number) => Promise<void>,
  ): Promise<{ acknowledged: number; refused: number }> {
    const outcomes = { acknowledged: 0, refused: 0 };
    let next = 0;
    const work = async () => {
      for (let index = next++; index < count; index = next++)
        await act(index).then(
          () => outcomes.acknowledged++,
          () => outcomes.refused++,
        );
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return outcomes;
  }
});
