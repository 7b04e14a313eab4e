// Migrates a database file.
import { type Compilable, sql } from "kysely";
import type { Clock } from "../../base/clock.ts";
import { english } from "../../base/english.ts";
import { migrations } from "../sql/migrations/migrations.ts";
import type { Migration, RefusedEvent, Tables } from "../sql/migrations/tables.ts";
import { migrationsTable, readAppliedMigrations } from "./applied-migrations.ts";
import { blockUntilFree } from "./busy.ts";
import { type DatabaseLocation, locationOf, openWriter } from "./connection.ts";
import { createSqlBuilder } from "./dialect.ts";
import type { DatabaseSync } from "./engine.ts";
import { openFailure, refused } from "./failure.ts";

/** Creates the database file if it is missing, applies the missing migrations and returns their names. */
export async function migrateSqlite({ path, clock }: { path: string; clock: Clock }): Promise<string[]> {
  let place: DatabaseLocation | undefined;
  try {
    place = locationOf(path);
    using connection = openWriter(place);
    return migrate(connection, path, clock.now());
  } catch (error) {
    throw openFailure(error, path);
  } finally {
    place?.dispose();
  }
}

/**
 * Applies the missing migrations of `known`, each in a transaction of its own: an interrupted one leaves nothing and is
 * repeated next time. Two processes may do this at once.
 */
export function migrate(connection: DatabaseSync, path: string, now: number, known = migrations): string[] {
  refuseForeign(connection, path);
  blockUntilFree(() => connection.exec(migrationsTable));
  const before = readAppliedMigrations(connection) ?? [];
  refuseNewer(before, path, known);
  const missing = known.filter(({ name }) => !before.includes(name));
  return missing.filter((migration) => apply(connection, migration, now)).map(({ name }) => name);
}

function refuseForeign(connection: DatabaseSync, path: string): void {
  if (readAppliedMigrations(connection) === undefined)
    throw refused(english`The database ${path} is another program's. Name a file of Saoma's own in database.path.`);
}

/** Throws if the database has a migration that this version does not know. */
export function refuseNewer(applied: readonly string[], path: string, known = migrations): void {
  const unknown = applied.find((name) => !known.some((migration) => migration.name === name));
  if (unknown === undefined) return;
  throw refused(
    english`The database ${path} was written by a newer Saoma (it has "${unknown}"). Install that version again (\`npm install saoma@<version>\`), or run \`saoma restore\` with a backup from before the upgrade.`,
  );
}

/**
 * Applies one migration. Returns false if another process has applied it meanwhile, which is checked under the lock.
 */
function apply(connection: DatabaseSync, migration: Migration, now: number): boolean {
  blockUntilFree(() => connection.exec("BEGIN IMMEDIATE"));
  try {
    const missing = !readAppliedMigrations(connection)?.includes(migration.name);
    if (missing) {
      for (const statement of migration.up(tables())) connection.exec(plain(statement));
      connection.prepare("insert into migrations (name, applied_at) values (?, ?)").run(migration.name, now);
    }
    connection.exec("COMMIT");
    return missing;
  } catch (error) {
    if (connection.isTransaction) connection.exec("ROLLBACK");
    throw error;
  }
}

function tables(): Tables {
  const builder = createSqlBuilder();
  const { schema } = builder;
  return {
    rows: (name) => schema.createTable(name).modifyEnd(sql`strict`),
    keyed: (name) => schema.createTable(name).modifyEnd(sql`strict, without rowid`),
    index: (name) => schema.createIndex(name),
    alter: (name) => schema.alterTable(name),
    backfill: (statement) => ({ compile: () => statement.compile(builder) }),
    refuse: (rule) => [{ compile: () => sql.raw(triggerOf(rule)).compile(builder) }],
    drop: { index: (name) => schema.dropIndex(name), table: (name) => schema.dropTable(name) },
  };
}

const triggerOf = ({ name, table, event, when, message }: RefusedEvent): string =>
  `create trigger ${name} before ${event} on ${table}${when === undefined ? "" : ` when ${when}`}
    begin select raise(abort, '${message}'); end`;

/** The text of a statement without parameters. */
function plain(statement: Compilable): string {
  const compiled = statement.compile();
  if (compiled.parameters.length > 0) throw new TypeError(`A migration binds a value: ${compiled.sql}`);
  return compiled.sql;
}
