import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "./engine.ts";
import { isBusy, isDamage, refused } from "./failure.ts";
import { inUse } from "./file-lock.ts";
import { linkedOrCopied } from "./files.ts";

/**
 * Copies the log of a database into its file, if no other process has the database open: SQLite leaves WAL mode only
 * for the last connection. A damaged database is left as it is.
 */
export function checkpoint(path: string): void {
  if (!existsSync(path)) return;
  try {
    using connection = new DatabaseSync(path, { timeout: 1_000 });
    connection.exec("PRAGMA journal_mode = DELETE");
  } catch (error) {
    if (isBusy(error)) throw refused(inUse(path), error);
    if (!isDamage(error)) throw error;
  }
}

/**
 * Gives a database a second name in the same folder and returns it, so that another file may take its name. The log of
 * a damaged database is moved with it; otherwise the next database would read that log.
 */
export function moveAside(path: string, now: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const kept = freeName(`${path}.before-restore-${new Date(now).toISOString().slice(0, 19).replaceAll(":", "")}Z`);
  linkedOrCopied(path, kept);
  for (const end of ["-wal", "-journal"]) if (existsSync(path + end)) renameSync(path + end, kept + end);
  rmSync(`${path}-shm`, { force: true });
  return kept;
}

function freeName(name: string, again = 2): string {
  if (!existsSync(name)) return name;
  return existsSync(`${name}-${again}`) ? freeName(name, again + 1) : `${name}-${again}`;
}
