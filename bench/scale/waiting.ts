// Measures browsers that wait at two instances on one PostgreSQL.
import { setTimeout as sleep } from "node:timers/promises";
import { createMemoryHints } from "../../src/adapters/memory/hints.ts";
import { createPostgresHints } from "../../src/adapters/postgres/hints.ts";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { systemRandom } from "../../src/base/random.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { createWatchers } from "../../src/login/watch/watchers.ts";
import { type PostgresServer, startPostgres, targetOf } from "../../test/stage/postgres.ts";
import { figure, table } from "../measure/table.ts";
import { type Cpu, cpuMeter } from "./cpu.ts";
import { writeAttempts } from "./fill.ts";
import { randomName } from "./names.ts";

const seconds = 10;
const atOnce = 16;

/**
 * Measures browsers that wait at two instances on one PostgreSQL: the cost of re-reading their attempts while nothing
 * changes, and the delay of changes that another instance makes. The instances are in this process.
 */
export async function waiting(browsers: number): Promise<void> {
  const server = await startPostgres();
  const url = await server.database();
  const target = await targetOf(url);
  const cpu = await cpuMeter(server);
  const open = async () => ({
    store: await openPostgresStore({ target, clock: systemClock }),
    hints: createPostgresHints({ target, own: createMemoryHints() }),
  });
  const instances = [await open(), await open(), await open()] as const;
  const [writer, ...readers] = instances;
  await writeAttempts(writer.store, 0, browsers);
  await server.rows(url, "vacuum analyze");
  const heard = new Map<string, number>();
  const rooms = readers.map((parts) => createWatchers(contextOf(parts)));
  const leave = Array.from({ length: browsers }, (_, index) => {
    const id = randomName("id", index);
    const state = ({ version }: { version: number }) => {
      if (version > 1) heard.set(id, performance.now());
    };
    return rooms[index % rooms.length]?.follow(id, { seen: undefined, state, ended: nothing, takenOver: nothing });
  });
  await sleep(5_000);
  const quiet = await spent(async () => sleep(seconds * 1_000));
  const changed = Math.floor(browsers / 5);
  const delays: number[] = [];
  const busy = await spent(async () => {
    const told = await change(changed);
    await sleep(4_000);
    for (const [id, at] of told) delays.push((heard.get(id) ?? Number.NaN) - at);
  });
  for (const one of leave) one?.();
  for (const { store, hints } of instances) {
    await hints.close();
    await store.close();
  }
  await server.stop();
  delays.sort((a, b) => a - b);
  const row = (name: string, { node, postgres, queries }: Spent, per: number) => [
    name,
    ...[queries / per, node / per, postgres / per].map(figure),
  ];
  console.log(`\n${browsers.toLocaleString("en")} browsers wait, half at each of two instances on PostgreSQL`);
  console.log(
    table(
      ["", "queries", "ms of Node", "ms of PostgreSQL"],
      [
        row("a second, while nothing changes", quiet, seconds),
        row(`an attempt of ${changed} that change at a third instance, and are told`, busy, changed),
      ],
    ),
  );
  const at = (share: number) => figure(delays[Math.floor(delays.length * share)] ?? Number.NaN);
  console.log(`From commit to the browser's instance, in ms: p50 ${at(0.5)}, p99 ${at(0.99)}, at most ${at(0.9999)}`);

  async function spent(act: () => Promise<void>): Promise<Spent> {
    const [before, queriesBefore] = [cpu(), await queries(server, url)];
    await act();
    const [after, queriesAfter] = [cpu(), await queries(server, url)];
    return {
      node: after.node - before.node,
      postgres: after.postgres - before.postgres,
      queries: queriesAfter - queriesBefore,
    };
  }

  async function change(count: number): Promise<Map<string, number>> {
    const told = new Map<string, number>();
    let next = 0;
    const work = async () => {
      for (let index = next++; index < count; index = next++) {
        const id = randomName("id", index);
        await writer.store.transact(async ({ attempts }) => {
          const before = await attempts.get(id);
          if (before) await attempts.replace(before, { ...before, version: 2, expiresAt: before.expiresAt + 1 });
        });
        told.set(id, performance.now());
        writer.hints.publish(id);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return told;
  }
}

interface Spent extends Cpu {
  /** The number of transactions; a query that reads counts as one. */
  readonly queries: number;
}

/** PostgreSQL's sessions report their statistics at most once a second. */
async function queries(server: PostgresServer, url: string): Promise<number> {
  await sleep(1_500);
  const question = "select xact_commit as n from pg_stat_database where datname = current_database()";
  return Number((await server.rows(url, question))[0]?.n);
}

/** The part of the service that waiting browsers need. */
const contextOf = (parts: Pick<LoginContext, "store" | "hints">): LoginContext =>
  ({ ...parts, clock: systemClock, random: systemRandom, log: silent }) as unknown as LoginContext;

const nothing = () => {};
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
