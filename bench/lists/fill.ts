// Fills a database of either engine with the rows that the lists are measured on.
import { DatabaseSync } from "node:sqlite";
import { openMaintenanceConnection, type Target } from "../../src/adapters/postgres/connection.ts";
import { type Dialect, type Filled, type Sizes, tablesOf } from "./tables.ts";

const onSqlite: Dialect = {
  hex: (salt, of = "n") => `printf('%08x', ((${of}) * 2654435761 + ${salt}) % 4294967296)`,
  text: (expression) => `cast(${expression} as text)`,
};

const onPostgres: Dialect = {
  hex: (salt, of = "n") => `lpad(to_hex(((${of}) * 2654435761 + ${salt}) % 4294967296), 8, '0')`,
  text: (expression) => `(${expression})::text`,
};

/** Fills an empty, migrated database by SQL alone; indexes are made anew afterwards, in one pass each. */
export function fillSqlite(path: string, sizes: Sizes): void {
  const db = new DatabaseSync(path);
  // Without a log each page is written once; whoever interrupts this begins anew.
  db.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -2097152; PRAGMA temp_store = FILE;
    PRAGMA foreign_keys = OFF`);
  for (const filled of tablesOf(sizes, onSqlite)) {
    const indexes = db
      .prepare("select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null")
      .all(filled.table) as { name: string; sql: string }[];
    for (const { name } of indexes) db.exec(`drop index "${name}"`);
    db.exec(`create temp table sorted as
      with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${filled.rows})
      select n from numbers order by ${filled.order ?? "n"}`);
    db.exec(`${insert(filled, "sorted")}; drop table sorted`);
    for (const { sql } of indexes) db.exec(sql);
  }
  db.exec("analyze; pragma journal_mode = wal");
  db.close();
}

/** The same on PostgreSQL. */
export async function fillPostgres(target: Target, sizes: Sizes): Promise<void> {
  const { query, close } = await openMaintenanceConnection(target);
  await query(
    "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '2GB'; set work_mem = '1GB'",
  );
  for (const filled of tablesOf(sizes, onPostgres)) {
    const { rows } = await query(`select indexname, indexdef from pg_indexes where tablename = '${filled.table}'
      and indexname not in (select conname from pg_constraint)`);
    for (const { indexname } of rows) await query(`drop index "${indexname}"`);
    const numbers = `generate_series(1::bigint, ${filled.rows}::bigint) n`;
    await query(insert(filled, `(select n from ${numbers} order by ${filled.order ?? "n"}) sorted`));
    for (const { indexdef } of rows) await query(String(indexdef));
  }
  await query("vacuum analyze");
  // A checkpoint amid the measurement would slow it down.
  await query("checkpoint");
  await close();
}

const insert = ({ table, columns }: Filled, numbers: string): string =>
  `insert into ${table} (${Object.keys(columns).join(", ")}) select ${Object.values(columns).join(", ")} from ${numbers}`;
