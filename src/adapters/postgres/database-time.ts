import type { Clock } from "../../base/clock.ts";
import type { Connection } from "./connection.ts";

/** The time of the server, which all instances share, computed from this machine's clock and a measured offset. */
export interface DatabaseTime {
  now(): number;
  /**
   * Measures the offset and returns it: the milliseconds that the server is ahead. Rejects if the server is not reached;
   * the previous offset stays in use then.
   */
  correct(connection: Connection): Promise<number>;
}

const question = "select (extract(epoch from clock_timestamp()) * 1000)::bigint as now";

/** The number of measurements; the quickest response is the most exact one. */
const asked = 5;

/** Creates the server's time. Until the first measurement it is the machine's own time. */
export function createDatabaseTime(clock: Clock): DatabaseTime {
  let ahead = 0;

  /** Measures how far the server's clock is ahead, and how long the response took. */
  async function ask({ query }: Connection): Promise<{ ahead: number; took: number }> {
    const began = clock.now();
    const { rows } = await query(question);
    const took = clock.now() - began;
    return { ahead: Number(rows[0]?.now) - began - took / 2, took };
  }

  return {
    now: () => Math.round(clock.now() + ahead),
    async correct(connection) {
      let best = await ask(connection);
      for (let left = asked - 1; left > 0; left--) {
        const next = await ask(connection);
        // If this machine's clock was set back meanwhile, the measurement is invalid.
        if (next.took >= 0 && next.took < best.took) best = next;
      }
      ahead = best.ahead;
      return ahead;
    },
  };
}
