// PostgreSQL is killed under load, again and again, as the kernel kills it, and comes back.
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import { startPostgres, targetOf } from "../stage/postgres.ts";

const atOnce = 16;
/** How many are acknowledged between two kills, at least. */
const between = 200;

export interface Kills {
  readonly kills: number;
  readonly acknowledged: number;
  /** Rejected as not kept. */
  readonly refused: number;
  /** Rejected as not known. */
  readonly unknown: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There more than once, or there though rejected as not kept. */
  readonly doubled: number;
  /** From the first connection that the server takes again to the next commit acknowledged: the slowest, in milliseconds. */
  readonly slowest: number;
}

type Fate = "acknowledged" | "refused" | "unknown";

export async function killUnderLoad(kills: number): Promise<Kills> {
  const server = await startPostgres();
  try {
    const url = await server.database();
    const store = await openPostgresStore({ target: await targetOf(url), clock: systemClock, connections: atOnce });
    const load = startLoad(store);
    let slowest = 0;
    for (let kill = 0; kill < kills; kill++) {
      await load.more(between);
      await server.kill();
      await server.revive();
      const back = performance.now();
      // What was under way at the kill may be resolved first.
      await load.more(1);
      slowest = Math.max(slowest, performance.now() - back);
    }
    await load.more(between);
    const fates = await load.stop();
    await store.close();
    const rows = await server.rows(url, "select actor, count(*)::int as times from audit group by actor");
    return {
      kills,
      slowest,
      ...tallied(fates, new Map(rows.map(({ actor, times }) => [String(actor), Number(times)]))),
    };
  } finally {
    await server.stop();
  }
}

function tallied(fates: ReadonlyMap<string, Fate>, kept: ReadonlyMap<string, number>) {
  const tally = { acknowledged: 0, refused: 0, unknown: 0, lost: 0, doubled: 0 };
  for (const [name, fate] of fates) {
    const times = kept.get(name) ?? 0;
    tally[fate]++;
    if (fate === "acknowledged" && times === 0) tally.lost++;
    if (times > 1 || (fate === "refused" && times > 0)) tally.doubled++;
  }
  return tally;
}

/** Writes lines of the audit, which nothing makes the same twice, until it is stopped. */
function startLoad(store: PostgresStore) {
  const fates = new Map<string, Fate>();
  const waiting: { at: number; resolve(): void }[] = [];
  let [acknowledged, stopped, next] = [0, false, 0];

  function acknowledge(): void {
    acknowledged++;
    for (const one of waiting.filter(({ at }) => at <= acknowledged)) one.resolve();
  }

  async function work(): Promise<void> {
    while (!stopped) {
      const actor = `test ${next++}`;
      const fate = await write(store, actor);
      fates.set(actor, fate);
      if (fate === "acknowledged") acknowledge();
      // A server that is away refuses at once.
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const workers = Array.from({ length: atOnce }, work);
  return {
    more: (count: number) => new Promise<void>((resolve) => waiting.push({ at: acknowledged + count, resolve })),
    async stop() {
      stopped = true;
      await Promise.all(workers);
      return fates;
    },
  };
}

async function write(store: PostgresStore, actor: string): Promise<Fate> {
  try {
    await store.transact(({ audit, now }) => audit.append({ actor, action: "session.ended" }, now));
    return "acknowledged";
  } catch (error) {
    return error instanceof SaomaError && error.detail?.includes("is not known") ? "unknown" : "refused";
  }
}
