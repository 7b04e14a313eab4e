// The stage's database in test runs on PostgreSQL.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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

/** For `skipIf`: a test that says nothing about PostgreSQL, and why. */
export function isSkippedOnPostgres(why: string): boolean {
  if (onPostgres) console.log(`Skipped on PostgreSQL: ${why}.`);
  return onPostgres;
}

const free: string[] = [];

/** Makes an empty database, or empties one that was given back, which is faster. */
export async function stageDatabase(): Promise<{ readonly url: string }> {
  const { empty, database } = await server();
  const used = free.pop();
  if (used !== undefined) await empty(used);
  return { url: used ?? (await database()) };
}

export const giveBack = (database: object): void => {
  if ("url" in database) free.push(String(database.url));
};

type Value = string | number | null;
type Rows = readonly Readonly<Record<string, unknown>>[];

/** The database in the service's options. */
interface Database {
  readonly path?: string | undefined;
  readonly url?: string | undefined;
}

/** Runs a query on either engine. `?` is the placeholder of each value. */
export async function databaseRows(database: Database, sql: string, values: readonly Value[]): Promise<Rows> {
  if (database.url !== undefined) return (await server()).rows(database.url, numbered(sql), values);
  using connection = new DatabaseSync(database.path ?? "");
  return connection.prepare(sql).all(...values);
}

/** The query with PostgreSQL's placeholders. */
function numbered(sql: string): string {
  let at = 0;
  return sql.replaceAll("?", () => `$${++at}`);
}

/** The whole content of a database as text. `folder` contains SQLite's files. */
export async function storedIn(database: Database, folder: string): Promise<string> {
  if (database.url === undefined)
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "latin1"))
      .join("");
  const tables = "select tablename as name from pg_tables where schemaname = 'public' order by 1";
  const all: string[] = [];
  for (const { name } of await databaseRows(database, tables, []))
    all.push(JSON.stringify(await databaseRows(database, `select * from ${name}`, [])));
  return all.join();
}

/** The server of the run. Vitest is imported here, because it loads only in a test, and benches use stages, too. */
const server = async () => handleOf((await import("vitest")).inject("postgresPort"));

let underWay = 0;

/**
 * A fake clock that advances only while no query to PostgreSQL is unanswered. Queries are counted in the driver, because
 * every query goes through it.
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
