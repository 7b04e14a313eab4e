// Kills PostgreSQL with SIGKILL under load, repeatedly, and starts it again.
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import { startPostgres, targetOf } from "../stage/postgres.ts";

const atOnce = 16;
/** The least number of acknowledged transactions between two kills. */
const between = 200;

export interface Kills {
  readonly kills: number;
  readonly acknowledged: number;
  /** Rejected as rolled back. */
  readonly refused: number;
  /** Rejected with an unknown outcome. */
  readonly unknown: number;
  /** Acknowledged, but not in the database. */
  readonly lost: number;
  /** In the database more than once, or although rejected as rolled back. */
  readonly doubled: number;
  /** The longest time from the server's first accepted connection to the next acknowledged commit, in milliseconds. */
  readonly slowest: number;
}

type Outcome = "acknowledged" | "refused" | "unknown";

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
      // Transactions from before the kill may be resolved first.
      await load.more(1);
      slowest = Math.max(slowest, performance.now() - back);
    }
    await load.more(between);
    const outcomes = await load.stop();
    await store.close();
    const rows = await server.rows(url, "select actor, count(*)::int as times from audit group by actor");
    return {
      kills,
      slowest,
      ...tallied(outcomes, new Map(rows.map(({ actor, times }) => [String(actor), Number(times)]))),
    };
  } finally {
    await server.stop();
  }
}

function tallied(outcomes: ReadonlyMap<string, Outcome>, kept: ReadonlyMap<string, number>) {
  const tally = { acknowledged: 0, refused: 0, unknown: 0, lost: 0, doubled: 0 };
  for (const [name, outcome] of outcomes) {
    const times = kept.get(name) ?? 0;
    tally[outcome]++;
    if (outcome === "acknowledged" && times === 0) tally.lost++;
    if (times > 1 || (outcome === "refused" && times > 0)) tally.doubled++;
  }
  return tally;
}

/** Writes lines of the audit, each with another actor, until it is stopped. */
function startLoad(store: PostgresStore) {
  const outcomes = new Map<string, Outcome>();
  const waiting: { at: number; resolve(): void }[] = [];
  let [acknowledged, stopped, next] = [0, false, 0];

  function acknowledge(): void {
    acknowledged++;
    for (const one of waiting.filter(({ at }) => at <= acknowledged)) one.resolve();
  }

  async function work(): Promise<void> {
    while (!stopped) {
      const actor = `test ${next++}`;
      const outcome = await write(store, actor);
      outcomes.set(actor, outcome);
      if (outcome === "acknowledged") acknowledge();
      // A stopped server refuses connections at once.
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const workers = Array.from({ length: atOnce }, work);
  return {
    more: (count: number) => new Promise<void>((resolve) => waiting.push({ at: acknowledged + count, resolve })),
    async stop() {
      stopped = true;
      await Promise.all(workers);
      return outcomes;
    },
  };
}

async function write(store: PostgresStore, actor: string): Promise<Outcome> {
  try {
    await store.transact(({ audit, now }) => audit.append({ actor, action: "session.ended" }, now));
    return "acknowledged";
  } catch (error) {
    return error instanceof SaomaError && error.detail?.includes("is not known") ? "unknown" : "refused";
  }
}
