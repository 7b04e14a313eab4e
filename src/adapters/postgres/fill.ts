import type { Clock } from "../../base/clock.ts";
import { english } from "../../base/english.ts";
import { movedTables, type Row, type TableRows } from "../sql/moved-tables.ts";
import { type Connection, openMaintenanceConnection, type Target } from "./connection.ts";
import { openFailure, refused } from "./failure.ts";
import { migratePostgres } from "./store.ts";

/** The number of rows by table. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Inserts rows into an empty database in one transaction, and returns the counts by table. Rejects if the database has
 * rows already, or if the counts do not match afterwards.
 */
export async function fillPostgres(target: Target, clock: Clock, tables: readonly TableRows[]): Promise<Counts> {
  await migratePostgres({ target, clock });
  const { name } = target.address;
  const connection = await openMaintenanceConnection(target);
  try {
    await connection.query("begin");
    await refuseFull(connection, name);
    const given: Record<string, number> = {};
    for (const { table, batches } of tables) given[table] = await fill(connection, table, batches);
    await countOn(connection, tables);
    const kept = await countsOf(connection);
    const lost = Object.keys(given).find((table) => given[table] !== kept[table]);
    if (lost !== undefined) throw refused(english`Of ${given[lost]} ${lost} there are ${kept[lost]} in ${name}.`);
    await connection.query("commit");
    return kept;
  } catch (error) {
    throw openFailure(error, name);
  } finally {
    // Closing the session rolls back what was not committed.
    await connection.close();
  }
}

async function refuseFull(connection: Connection, name: string): Promise<void> {
  for (const table of movedTables) await connection.query(`lock table ${table} in exclusive mode`);
  const full = Object.entries(await countsOf(connection)).find(([, count]) => count > 0);
  if (full) throw refused(english`The database ${name} is not empty: it has ${full[1]} ${full[0]}. Nothing was moved.`);
}

async function countsOf({ query }: Connection): Promise<Counts> {
  const counts: Record<string, number> = {};
  for (const table of movedTables)
    counts[table] = Number((await query(`select count(*) as n from ${table}`)).rows[0]?.n);
  return counts;
}

async function fill({ query }: Connection, table: string, batches: Iterable<readonly Row[]>): Promise<number> {
  let count = 0;
  for (const rows of batches) {
    const [first = {}] = rows;
    const names = Object.keys(first);
    const places = rows.map((_, row) => `(${names.map((_, at) => `$${row * names.length + at + 1}`).join(", ")})`);
    const text = `insert into ${table} (${names.map((name) => `"${name}"`).join(", ")}) values ${places.join(", ")}`;
    await query({ text, values: rows.flatMap((row) => names.map((name) => row[name])) });
    count += rows.length;
  }
  return count;
}

/** Sets the sequences, so that new rows get numbers after the inserted ones. */
async function countOn({ query }: Connection, tables: readonly TableRows[]): Promise<void> {
  const numbered =
    "select table_name as name from information_schema.columns where column_name = 'seq' and is_identity = 'YES'";
  const moved = new Set(tables.map(({ table }) => table));
  for (const { name } of (await query(numbered)).rows.filter((row) => moved.has(String(row.name))))
    await query(
      `select setval(pg_get_serial_sequence('${name}', 'seq'), (select coalesce(max(seq), 0) + 1 from ${name}), false)`,
    );
  await query("select setval('scan_order', (select coalesce(max(scan_seq), 0) + 1 from attempts), false)");
}
