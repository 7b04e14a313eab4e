import { DatabaseSync } from "node:sqlite";

/** What an account and its sign-in leave for good, and what they leave for a day. */
const tables = ["accounts", "identities", "known_browsers", "sessions", "attempts"] as const;

/** A text that names one row, such as an id, a hash or an openid; what is shared by many is shorter, or no such text. */
const isName = (value: unknown, shared: ReadonlySet<unknown>): value is string =>
  typeof value === "string" && /^[\w-]{20,}$/.test(value) && !shared.has(value);

/** Eight characters that differ for each number, and are in no order, as those of random ids are. */
const scattered = "printf('%08x', (n * 2654435761 + 97) % 4294967296)";

/**
 * Fills a database with copies of the last sign-in in it: as many accounts, and more attempts, each with names of its own
 * and at times of the last day. SQL alone does it, so that ten millions take minutes.
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
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288; PRAGMA temp_store = FILE");
  const sizes = [sizeOf(db)];
  for (const table of tables) {
    if (table === "attempts") sizes.push(sizeOf(db));
    copyLastRow(db, table, table === "attempts" ? counts.attempts : counts.accounts, shared);
  }
  sizes.push(sizeOf(db));
  db.exec("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  const [before = 0, between = 0, after = 0] = sizes;
  return { account: (between - before) / counts.accounts, attempt: (after - between) / counts.attempts };
}

/** Indexes are made anew afterwards, in one pass each. */
function copyLastRow(db: DatabaseSync, table: string, count: number, shared: ReadonlySet<string>): void {
  const row = db.prepare(`SELECT * FROM ${table} LIMIT 1`).get();
  if (!row) return;
  const indexes = db
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .all(table) as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  const given = Object.entries(row).filter(([name]) => name !== counted(db, table));
  const [names, values] = [given.map(([name]) => name), given.map(([name, value]) => written(name, value, shared))];
  db.exec(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    INSERT INTO ${table} (${names.join(", ")}) SELECT ${values.join(", ")} FROM numbers ORDER BY ${scattered}`);
  for (const { sql } of indexes) db.exec(sql);
}

/** The column that SQLite itself counts up, where a table has one. */
const counted = (db: DatabaseSync, table: string): unknown =>
  db.prepare("SELECT name FROM pragma_table_info(?) WHERE pk = 1 AND lower(type) = 'integer'").get(table)?.name;

/** A column's value in the copy of number `n`. */
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
