// The benchmark of the lists: the queries of the console and the Admin API among few accounts and among many.
import { join } from "node:path";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import type { Store } from "../../src/ports/store.ts";
import { startPostgres, targetOf } from "../../test/stage/postgres.ts";
import { inFolder } from "../measure/folder.ts";
import { figure, ratio, table } from "../measure/table.ts";
import type { Options } from "../options.ts";
import { fillPostgres, fillSqlite } from "./fill.ts";
import { queriesOf } from "./queries.ts";

const few = 10_000;

type Times = ReadonlyMap<string, number>;

/** The queries of the console's screens and the Admin API's lists among few accounts and among many, one engine at a time. */
export async function lists({ rounds, quick, only, accounts = quick ? 100_000 : 10_000_000 }: Options): Promise<void> {
  const runs = rounds * 10;
  if (only !== "postgres")
    await inFolder((folder) => compare("SQLite", accounts, (one) => onSqlite(folder, one, runs)));
  if (only !== "sqlite") await compare("PostgreSQL", accounts, (one) => onPostgres(one, runs));
}

async function compare(engine: string, accounts: number, measure: (accounts: number) => Promise<Times>): Promise<void> {
  const [before, after] = [await measure(few), await measure(accounts)];
  const rows = [...after].map(([name, ms]) => {
    const least = before.get(name) ?? Number.NaN;
    return [name, figure(least), figure(ms), ratio(ms / least)];
  });
  const size = (count: number) => `ms, ${count.toLocaleString("en")}`;
  console.log(`\n${engine}: accounts, and three times as many attempts in the log; a tenth of all other rows`);
  console.log(table(["query", size(few), size(accounts), "ratio"], rows));
}

async function onSqlite(folder: string, accounts: number, runs: number): Promise<Times> {
  const path = join(folder, `${accounts}.db`);
  const sizes = { accounts, now: Date.now() };
  await (await openSqliteStore({ path, clock: systemClock })).close();
  await timed(`SQLite, ${accounts} accounts`, () => fillSqlite(path, sizes));
  const store = await openSqliteStore({ path, clock: systemClock });
  const times = await timesOf(store, sizes, runs);
  await store.close();
  return times;
}

async function onPostgres(accounts: number, runs: number): Promise<Times> {
  const server = await startPostgres([
    "shared_buffers=2GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "autovacuum=off",
  ]);
  try {
    const target = await targetOf(await server.database());
    const sizes = { accounts, now: Date.now() };
    await (await openPostgresStore({ target, clock: systemClock, connections: 4 })).close();
    await timed(`PostgreSQL, ${accounts} accounts`, () => fillPostgres(target, sizes));
    const store = await openPostgresStore({ target, clock: systemClock, connections: 4 });
    const times = await timesOf(store, sizes, runs);
    await store.close();
    return times;
  } finally {
    await server.stop();
  }
}

async function timed(what: string, fill: () => void | Promise<void>): Promise<void> {
  const begun = performance.now();
  await fill();
  console.log(`${what}: filled in ${figure((performance.now() - begun) / 1000)} s`);
}

/** The fastest run of each query, in milliseconds: whatever else the machine does only makes it slower. */
async function timesOf(store: Store, sizes: Parameters<typeof queriesOf>[1], runs: number): Promise<Times> {
  const times = new Map<string, number>();
  for (const [name, run] of queriesOf(store, sizes)) {
    const took: number[] = [];
    for (let n = -5; n < runs; n++) {
      const begun = performance.now();
      await run(n + 5);
      if (n >= 0) took.push(performance.now() - begun);
    }
    times.set(name, Math.min(...took));
  }
  return times;
}
