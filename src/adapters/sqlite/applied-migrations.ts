import { migrations } from "../sql/migrations/migrations.ts";
import type { DatabaseSync } from "./engine.ts";

/** Makes the table of what was applied, where there is none. */
export const migrationsTable =
  "create table if not exists migrations (name text not null primary key, applied_at integer not null) strict";

/** The names of the migrations that a database has had; undefined of one that is another program's. */
export function readAppliedMigrations(connection: DatabaseSync): string[] | undefined {
  // The tables first: another process may be creating the database, and creates them with their rows in `migrations`.
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
