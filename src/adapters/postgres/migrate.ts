import { type Compilable, sql } from "kysely";
import { english } from "../../base/english.ts";
import type { Migration, RefusedEvent, Tables } from "../sql/migrations/tables.ts";
import type { Connection } from "./connection.ts";
import { createSqlBuilder } from "./dialect.ts";
import { refused } from "./failure.ts";
import { migrations } from "./migrations.ts";

/** Advisory locks have only a number, so another program's lock could have the same one by chance. */
const lock = "select pg_advisory_xact_lock(hashtext('saoma migrations'))";

const migrationsTable =
  'create table if not exists migrations (name text collate "C" not null primary key, applied_at bigint not null)';

/** A column that was added later. All versions that read it know the migrations before it. */
const ledgerColumn = "alter table migrations add column if not exists takes_away boolean not null default true";

const ledger =
  "select name, coalesce((to_jsonb(m) ->> 'takes_away')::boolean, true)::int as takes_away from migrations m order by name";

/**
 * The names of the applied migrations, without compatible ones of a newer Saoma; undefined if the database has another
 * program's tables.
 */
export async function readAppliedMigrations({ query }: Connection): Promise<string[] | undefined> {
  const { rows: tables } = await query("select tablename from pg_tables where schemaname = current_schema()");
  if (!tables.some(({ tablename }) => tablename === "migrations")) return tables.length === 0 ? [] : undefined;
  const { rows: columns } = await query(
    "select attname from pg_attribute where attrelid = 'migrations'::regclass and attname in ('name', 'applied_at')",
  );
  if (columns.length < 2) return undefined;
  const { rows } = await query(ledger);
  const counted = rows.filter(({ name, takes_away }) => takes_away === 1 || isKnown(String(name)));
  const names = counted.map(({ name }) => String(name));
  if (names.length === 0) return tables.length === 1 ? [] : undefined;
  return names[0] === migrations[0]?.name ? names : undefined;
}

/**
 * Applies the missing migrations, each in a transaction of its own, and returns their names. An interrupted migration
 * leaves nothing and is repeated next time. Any number of processes may do this at once.
 */
export async function migrate(connection: Connection, name: string, now: number): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const next = await inTransaction(connection, () => applyNext(connection, name, now));
    if (next === undefined) return applied;
    applied.push(next);
  }
}

/** Applies the first missing migration, found under the lock; returns undefined if none is missing. */
async function applyNext(connection: Connection, name: string, now: number): Promise<string | undefined> {
  await connection.query(lock);
  const before = await readAppliedMigrations(connection);
  if (!before) throw refused(english`The database ${name} has another program's tables. Make one of Saoma's own.`);
  refuseNewer(before, name);
  const migration = migrations.find((one) => !before.includes(one.name));
  if (!migration) return undefined;
  await apply(connection, migration, now);
  return migration.name;
}

async function apply({ query }: Connection, migration: Migration, now: number): Promise<void> {
  await query(migrationsTable);
  await query(ledgerColumn);
  for (const statement of statementsOf(migration)) await query(statement);
  const text = "insert into migrations (name, applied_at, takes_away) values ($1, $2, $3)";
  await query({ text, values: [migration.name, now, migration.takesAway === true] });
}

/** The statements of a migration on PostgreSQL. */
export const statementsOf = ({ up }: Migration): string[] => up(tables()).map(plain);

/** Throws if the database has a migration that this version does not know. */
function refuseNewer(applied: readonly string[], name: string): void {
  const unknown = unknownOf(applied);
  if (unknown === undefined) return;
  throw refused(
    english`The database ${name} was written by a newer Saoma (it has "${unknown}"). Install that version again (\`npm install saoma@<version>\`), or restore a dump from before the upgrade.`,
  );
}

/** The first applied migration that this version does not know. */
export const unknownOf = (applied: readonly string[]): string | undefined => applied.find((name) => !isKnown(name));

const isKnown = (name: string): boolean => migrations.some((migration) => migration.name === name);

async function inTransaction<T>({ query }: Connection, work: () => Promise<T>): Promise<T> {
  await query("begin");
  try {
    const result = await work();
    await query("commit");
    return result;
  } catch (error) {
    await query("rollback").catch(() => {});
    throw error;
  }
}

function tables(): Tables {
  const builder = createSqlBuilder();
  const { schema } = builder;
  return {
    rows: (name) => schema.createTable(name),
    keyed: (name) => schema.createTable(name),
    index: (name) => schema.createIndex(name),
    alter: (name) => schema.alterTable(name),
    backfill: (statement) => ({ compile: () => statement.compile(builder) }),
    refuse: (rule) => triggerOf(rule).map((text) => ({ compile: () => sql.raw(text).compile(builder) })),
    drop: { index: (name) => schema.dropIndex(name), table: (name) => schema.dropTable(name) },
  };
}

/**
 * Only SQLite has inserts that replace a row, so PostgreSQL needs no trigger against them: the primary key refuses the
 * insert.
 */
function triggerOf({ name, table, event, when, message }: RefusedEvent): string[] {
  if (event === "insert") return [];
  const condition = when === undefined ? "" : ` when (${when})`;
  return [
    `create function ${name}() returns trigger language plpgsql as $$ begin raise exception '${message}'; end $$`,
    `create trigger ${name} before ${event} on ${table} for each row${condition} execute function ${name}()`,
  ];
}

/** The text of a statement without parameters. */
function plain(statement: Compilable): string {
  const compiled = statement.compile();
  if (compiled.parameters.length > 0) throw new TypeError(`A migration binds a value: ${compiled.sql}`);
  return compiled.sql;
}
