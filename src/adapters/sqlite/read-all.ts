// Reads a whole database, for moving it to PostgreSQL.
import { existsSync } from "node:fs";
import { english } from "../../base/english.ts";
import { migrations } from "../sql/migrations/migrations.ts";
import { movedTables, type Row, type TableRows } from "../sql/moved-tables.ts";
import { checkIntegrity } from "./check-integrity.ts";
import { DatabaseSync } from "./engine.ts";
import { openFailure, refused } from "./failure.ts";
import { lockExclusive } from "./file-lock.ts";
import { refuseNewer } from "./migrate.ts";

const batch = 200;

/**
 * Passes everything in the database at `path` to `take`. Other processes cannot open the database meanwhile, and it is
 * not changed. Throws if it is damaged, or belongs to another version of Saoma.
 */
export async function readAllOfSqlite<T>(path: string, take: (tables: readonly TableRows[]) => Promise<T>): Promise<T> {
  if (!existsSync(path)) throw refused(english`There is no database at ${path}: nothing to move.`);
  try {
    using _alone = lockExclusive(path);
    using connection = new DatabaseSync(path, { readOnly: true });
    const applied = checkIntegrity(connection, path);
    refuseNewer(applied, path);
    if (applied.length < migrations.length)
      throw refused(english`${path} is of an older Saoma. Run saoma migrate on it first.`);
    return await take(movedTables.map((table) => ({ table, batches: batchesOf(connection, table) })));
  } catch (error) {
    throw openFailure(error, path);
  }
}

function* batchesOf(connection: DatabaseSync, table: string): Generator<readonly Row[]> {
  let rows: Row[] = [];
  for (const row of connection.prepare(`select * from ${table}`).iterate()) {
    rows.push(row as Row);
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
