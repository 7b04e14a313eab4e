// Measures PostgreSQL: the steps of a sign-in, scans by the number of rows, and waiting browsers.
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { startPostgres, targetOf } from "../../test/stage/postgres.ts";
import { optionsFor } from "../account.ts";
import { median } from "../measure/median.ts";
import type { Ratios } from "../measure/ratios.ts";
import { figure, table } from "../measure/table.ts";
import type { Options } from "../options.ts";
import { insertOldRows, writeAttempts } from "./fill.ts";
import { scanRequest } from "./scans.ts";
import { stepsOfSignIns } from "./steps.ts";
import { waiting } from "./waiting.ts";

const concurrency = 16;
const sizes = { usual: [0, 2_000, 40_000, 200_000], quick: [2_000, 40_000] } as const;

interface Slice {
  readonly perSecond: number;
  readonly retries: number;
  readonly walBytes: number;
}

/** A clock that makes the service sweep every half second instead of every minute. */
const hurried: Clock = { ...systemClock, after: (ms, act) => systemClock.after(ms === 60_000 ? 500 : ms, act) };

/**
 * Measures PostgreSQL: each step of a sign-in, scans with few and many rows, and browsers that wait at two instances.
 */
export async function scale(options: Options): Promise<Ratios> {
  const { only, quick, accounts = quick ? 10_000 : 100_000 } = options;
  const ratios = only === undefined || only === "steps" ? await stepsOfSignIns(quick ? 200 : 400, accounts) : {};
  if (only === undefined || only === "scans") await scans(options);
  if (only === undefined || only === "waiting") await waiting(options.browsers);
  return ratios;
}

/**
 * Measures scans on PostgreSQL by the number of rows in the database, with sweeps on: how often a transaction has to be
 * run again. The service runs in this process, and PostgreSQL beside it, with fsync.
 */
async function scans({ rounds, quick }: Options): Promise<void> {
  const count = quick ? 500 : 3_000;
  const rows: string[][] = [];
  for (const size of quick ? sizes.quick : sizes.usual) {
    const slices = await measure(size, count, rounds);
    const of = (what: keyof Slice) => median(slices.map((slice) => slice[what]));
    const row = [
      size.toLocaleString("en"),
      figure(of("perSecond")),
      of("retries").toFixed(3),
      Math.max(...slices.map(({ retries }) => retries)).toFixed(3),
      figure(of("walBytes")),
    ];
    rows.push(row);
    // Rows are printed as they are measured, because the largest take minutes.
    console.log(row.join("  "));
  }
  console.log(`\nScans in safe mode on PostgreSQL, ${concurrency} at once, ${count} a round, sweeps twice a second`);
  console.log(table(["rows before", "pushes/s", "retries a push", "at most", "bytes of log"], rows));
}

async function measure(size: number, count: number, rounds: number): Promise<Slice[]> {
  const server = await startPostgres();
  const url = await server.database();
  const target = await targetOf(url);
  const store = await openPostgresStore({ target, clock: systemClock });
  if (size > 0) await insertOldRows(target, size, Date.now());
  const saoma = createSaoma({ ...optionsFor("", "safe"), database: { url } }, { clock: hurried, log: silent });
  await saoma.ready();
  const slices: Slice[] = [];
  for (let round = 0; round < rounds; round++) {
    await writeAttempts(store, round * count, count);
    slices.push(await slice(round * count, count));
  }
  await saoma.close();
  await store.close();
  await server.stop();
  return slices;

  async function slice(from: number, count: number): Promise<Slice> {
    const before = await state();
    const begun = performance.now();
    let next = from;
    const work = async () => {
      for (let index = next++; index < from + count; index = next++) {
        const answer = await saoma.fetch(scanRequest(index));
        if (answer.status !== 200) throw new Error(`a push was answered with ${answer.status}`);
        await answer.text();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    const perSecond = (count / (performance.now() - begun)) * 1_000;
    const after = await state();
    return {
      perSecond,
      retries: (after.again - before.again) / count,
      walBytes: (after.log - before.log) / count,
    };
  }

  /**
   * The number of rolled-back transactions, and the length of the log. Sessions report statistics once a second at
   * most.
   */
  async function state(): Promise<{ again: number; log: number }> {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [row] = await server.rows(
      url,
      `select xact_rollback as again, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as log
       from pg_stat_database where datname = current_database()`,
    );
    return row as unknown as { again: number; log: number };
  }
}

const nothing = () => {};
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
