// The stage's database, where a test run wants it on PostgreSQL instead of SQLite.
import { inject } from "vitest";
import { loadDriver } from "../../src/adapters/postgres/driver.ts";
import { createFakeClock, type FakeClock } from "../../src/testing/index.ts";
import { handleOf } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The port of the run's PostgreSQL. */
    postgresPort: number;
  }
}

/** Whether stages are on PostgreSQL. */
export const onPostgres = process.env.SAOMA_TEST_STORE === "postgres";

const free: string[] = [];

/** An empty database; one that is given back is used again, which is faster. */
export async function stageDatabase(): Promise<{ readonly url: string }> {
  const server = handleOf(inject("postgresPort"));
  const used = free.pop();
  if (used !== undefined) await server.empty(used);
  return { url: used ?? (await server.database()) };
}

export const giveBack = (database: object): void => {
  if ("url" in database) free.push(String(database.url));
};

export const databaseRows = (url: string, sql: string, values: readonly unknown[]) =>
  handleOf(inject("postgresPort")).rows(url, sql, values);

let underWay = 0;

/**
 * A clock that stands still does not wait for a server: time goes on only when nothing is on its way to PostgreSQL. The
 * driver is counted, since all that asks the database goes through it.
 */
export async function patientClock(start: number): Promise<FakeClock> {
  await countQueries();
  return createFakeClock(start, idle);
}

async function idle(): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet = underWay === 0 ? quiet + 1 : 0)
    await new Promise<void>((resolve) => setImmediate(resolve));
}

let counted: Promise<void> | undefined;

const countQueries = (): Promise<void> => {
  counted ??= count();
  return counted;
};

async function count(): Promise<void> {
  const { prototype } = (await loadDriver()).Client as unknown as { prototype: Record<string, unknown> };
  for (const name of ["query", "connect"]) {
    const original = prototype[name] as (...given: unknown[]) => unknown;
    prototype[name] = function (this: unknown, ...given: unknown[]) {
      const result = original.apply(this, given);
      if (!(result instanceof Promise)) return result;
      underWay++;
      return result.finally(() => underWay--);
    };
  }
}
