import type { Clock } from "../../base/clock.ts";
import type { Connection } from "./connection.ts";

/** The time of the server, which all instances share, by this machine's clock. */
export interface DatabaseTime {
  now(): number;
  /** Asks the server. Fails where it is not reached; then the time goes on as it did. */
  correct(connection: Connection): Promise<void>;
}

const question = "select (extract(epoch from clock_timestamp()) * 1000)::bigint as now";

/** Of so many answers the quickest is the most exact. */
const asked = 5;

/** Until it was asked once, the machine's own time. */
export function createDatabaseTime(clock: Clock): DatabaseTime {
  let ahead = 0;

  /** How far the server is ahead, and how long the answer took. */
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
        // A clock that was put back meanwhile measures nothing.
        if (next.took >= 0 && next.took < best.took) best = next;
      }
      ahead = best.ahead;
    },
  };
}
