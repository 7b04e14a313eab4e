import { DatabaseSync } from "node:sqlite";

/** The tables in which an account and its sign-in leave a row, permanently or for a day. */
const tables = ["accounts", "identities", "known_browsers", "sessions", "attempts"] as const;

/**
 * Whether a text identifies one row, such as an id, a hash or an openid. Texts shared by many rows are shorter, or in
 * `shared`.
 */
const isName = (value: unknown, shared: ReadonlySet<unknown>): value is string =>
  typeof value === "string" && /^[\w-]{20,}$/.test(value) && !shared.has(value);

/** An SQL expression of eight characters that differ for each number and are unordered, like those of random ids. */
const scattered = "printf('%08x', (n * 2654435761 + 97) % 4294967296)";

/**
 * Fills a database with copies of the last sign-in in it: `accounts` accounts and more attempts, each with its own ids
 * and with times of the last day. All of it is done in SQL, so that ten million take minutes.
 *
 * @param shared Texts that look like names and are the same for everybody.
 * @returns Bytes that an account and an attempt take.
 */
export function multiply(
  path: string,
  counts: { readonly accounts: number; readonly attempts: number },
  shared: ReadonlySet<string>,
): { readonly account: number; readonly attempt: number } {
  const db = new DatabaseSync(path);
  // Without a log each page is written once; whoever interrupts this begins anew.
  db.exec(
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -2097152; PRAGMA temp_store = FILE",
  );
  const sizes = [sizeOf(db)];
  for (const table of tables) {
    if (table === "attempts") sizes.push(sizeOf(db));
    copyLastRow(db, table, table === "attempts" ? counts.attempts : counts.accounts, shared);
  }
  sizes.push(sizeOf(db));
  db.exec("ANALYZE; PRAGMA journal_mode = WAL");
  db.close();
  const [before = 0, between = 0, after = 0] = sizes;
  return { account: (between - before) / counts.accounts, attempt: (after - between) / counts.attempts };
}

/** Copies the last row of a table. The indexes are rebuilt afterwards, in one pass each. */
function copyLastRow(db: DatabaseSync, table: string, count: number, shared: ReadonlySet<string>): void {
  const row = db.prepare(`SELECT * FROM ${table} LIMIT 1`).get();
  if (!row) return;
  const indexes = db
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .all(table) as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  const given = Object.entries(row).filter(([name]) => name !== counted(db, table));
  const [names, values] = [given.map(([name]) => name), given.map(([name, value]) => written(name, value, shared))];
  // The numbers alone are sorted, because whole rows would be written to the disk once more.
  db.exec(`CREATE TEMP TABLE sorted AS
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    SELECT n FROM numbers ORDER BY ${scattered}`);
  db.exec(`INSERT INTO ${table} (${names.join(", ")}) SELECT ${values.join(", ")} FROM sorted; DROP TABLE sorted`);
  for (const { sql } of indexes) db.exec(sql);
}

/** The row number column of a table, if it has one. */
const counted = (db: DatabaseSync, table: string): unknown =>
  db.prepare("SELECT name FROM pragma_table_info(?) WHERE pk = 1 AND lower(type) = 'integer'").get(table)?.name;

/** The SQL of a column's value in copy number `n`. */
function written(name: string, value: unknown, shared: ReadonlySet<string>): string {
  if (value === null) return "NULL";
  if (typeof value === "number" || typeof value === "bigint")
    return /(?:_at|_until)$/.test(name) ? `${value} - (n * 7919) % 86000000` : String(value);
  const text = String(value).replaceAll("'", "''");
  return isName(value, shared) ? `${scattered} || '${text.slice(8)}'` : `'${text}'`;
}

function sizeOf(db: DatabaseSync): number {
  const { page_count: pages } = db.prepare("PRAGMA page_count").get() as { page_count: number };
  const { page_size: size } = db.prepare("PRAGMA page_size").get() as { page_size: number };
  return pages * size;
}
