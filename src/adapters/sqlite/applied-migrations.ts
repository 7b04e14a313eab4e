import { migrations } from "../sql/migrations/migrations.ts";
import type { DatabaseSync } from "./engine.ts";

/** Creates the table of applied migrations if it is missing. */
export const migrationsTable =
  "create table if not exists migrations (name text not null primary key, applied_at integer not null) strict";

/** The names of the applied migrations; undefined if the database has another program's tables. */
export function readAppliedMigrations(connection: DatabaseSync): string[] | undefined {
  // The tables are read first: another process may be creating the database, and commits tables together with their
  // rows in `migrations`.
  const tables = connection.prepare("select name, sql from sqlite_schema where type = 'table'").all();
  const found = tables.find(({ name }) => name === "migrations");
  if (!found) return tables.length === 0 ? [] : undefined;
  if (!/\bapplied_at\b/.test(String(found.sql))) return undefined;
  const names = connection
    .prepare("select name from migrations order by name")
    .all()
    .map(({ name }) => String(name));
  if (names.length === 0) return tables.length === 1 ? [] : undefined;
  return names[0] === migrations[0]?.name ? names : undefined;
}
