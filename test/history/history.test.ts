// `advance` explains the histories of attempts at two instances on one PostgreSQL, and not those of weaker stores.
import { describe, expect, test } from "vitest";
import type { Isolation } from "../../src/adapters/postgres/transaction.ts";
import type { Store } from "../../src/ports/store.ts";
import { createSeededRandom } from "../../src/testing/random.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { postgresHarness } from "../adapters/postgres-harness.ts";
import { hasPostgres, usePostgres } from "../stage/use-postgres.ts";
import { assumesCommit, forgetsRollback } from "./broken-stores.ts";
import { explain } from "./explain.ts";
import type { Call } from "./history.ts";
import { type Recorded, record } from "./record.ts";

describe("explain", () => {
  const attempt = sampleAttempt("a");
  const scan = { type: "scan", openId: "person", next: "grant" } as const;
  const call = (begin: number, end: number, outcome: "moved" | "same" | "ended"): Call => ({
    process: 0,
    attempt: 0,
    event: scan,
    begin,
    end,
    answer: { outcome },
  });
  const history = (...calls: Call[]) => {
    const granted = { ...attempt, openId: "person", status: "granted", version: 2, expiresAt: 61_000 } as const;
    return explain({ attempts: [attempt], calls, stored: [granted] }, 1_000);
  };

  test("finds an order of calls that overlap, and none against time", () => {
    expect(history(call(0, 2, "same"), call(1, 3, "moved"))).toEqual([1, 0]);
    expect(history(call(0, 1, "same"), call(2, 3, "moved"))).toBeUndefined();
    expect(history(call(0, 2, "moved"), call(1, 3, "moved"))).toBeUndefined();
  });

  test("lets a call without an answer happen at any time or never, and believes what is stored", () => {
    const { answer: _, ...unknown } = call(0, 1, "moved");
    expect(history(unknown)).toEqual([0]);
    expect(history(call(2, 3, "same"), unknown)).toEqual([1, 0]);
    expect(history(call(2, 3, "moved"), unknown)).toEqual([0]);
    expect(history()).toBeUndefined();
  });
});

describe.skipIf(!hasPostgres)("histories on PostgreSQL", () => {
  const server = usePostgres();

  async function histories(
    count: number,
    isolation?: Isolation,
    change = (store: Store) => store,
  ): Promise<Recorded[]> {
    const { open } = await postgresHarness(server, isolation);
    const [one, other] = [change(await open()), change(await open())];
    const random = createSeededRandom(`histories ${isolation}`);
    const all: Recorded[] = [];
    for (let index = 0; index < count; index++)
      all.push(
        await record({ stores: [one, other, one, other], random, name: `history ${index}`, granted: index % 2 > 0 }),
      );
    return all;
  }

  const unexplained = (all: readonly Recorded[]) => all.filter((one) => !explain(one, one.now));

  test("are explained, all of them", async () => {
    const all = await histories(40);
    expect(unexplained(all)).toEqual([]);
    const outcomes = new Set(all.flatMap(({ calls }) => calls.map(({ answer }) => answer?.outcome)));
    expect([...outcomes]).toEqual(expect.arrayContaining(["moved", "same", "taken", "ended", "early"]));
  });

  test("at READ COMMITTED are not", async () => {
    expect(unexplained(await histories(40, "read committed")).length).toBeGreaterThan(0);
  });

  test.each([
    ["a COMMIT that is taken for done", assumesCommit],
    ["work that is run again without a rollback", forgetsRollback],
  ])("of %s are not", async (_, broken) => {
    expect(unexplained(await histories(10, undefined, broken)).length).toBeGreaterThan(0);
  });
});
