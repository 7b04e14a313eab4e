import { onTestFinished } from "vitest";
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import type { Isolation } from "../../src/adapters/postgres/transaction.ts";
import { createFakeClock, type FakeClock } from "../../src/testing/clock.ts";
import { targetOf, type UsedPostgres } from "../stage/use-postgres.ts";

export interface PostgresHarness {
  readonly clock: FakeClock;
  readonly url: string;
  /** It is closed after the test at the latest. */
  open(): Promise<PostgresStore>;
}

/** The harness of the store contracts: an empty database for the calling test. */
export async function postgresHarness(server: UsedPostgres, isolation?: Isolation): Promise<PostgresHarness> {
  const url = await server.fresh();
  const clock = createFakeClock();
  const opened: PostgresStore[] = [];
  onTestFinished(async () => {
    for (const store of opened) await store.close();
  });
  return {
    clock,
    url,
    async open() {
      const target = await targetOf(url);
      const store = await openPostgresStore({ target, clock, ...(isolation === undefined ? {} : { isolation }) });
      opened.push(store);
      return store;
    },
  };
}
