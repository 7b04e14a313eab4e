// Makes a backup of a database that may be in use.
import { closeSync, existsSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { english } from "../../base/english.ts";
import { checkIntegrity } from "./check-integrity.ts";
import { DatabaseSync } from "./engine.ts";
import { isFull, openFailure, refused } from "./failure.ts";
import { lockShared } from "./file-lock.ts";
import { realPathOf, synced, workshopFor } from "./files.ts";

export interface BackupOptions {
  /** The database, which may be in use. */
  readonly path: string;
  /** The file to write. */
  readonly to: string;
  /** Whether an existing file may be replaced. */
  readonly force: boolean;
}

/**
 * Writes a snapshot of the committed data to a new file with mode 0600, checks its integrity and returns its size in
 * bytes. The service is not delayed: SQLite's readers and writers do not wait for each other. The file gets its name
 * only when it is complete and on disk.
 */
export function backupSqlite({ path, to, force }: BackupOptions): number {
  if (!existsSync(path)) throw refused(english`There is no database at ${path}: nothing to back up.`);
  refuseOwn(path, to);
  refuseThere(to, force);
  try {
    return write(path, to, force);
  } catch (error) {
    throw openFailure(error, isFull(error) ? to : path);
  }
}

function write(path: string, to: string, force: boolean): number {
  using _hold = lockShared(path);
  using workshop = workshopNextTo(to);
  const made = join(workshop.path, "saoma.db");
  closeSync(openSync(made, "ax", 0o600));
  copyInto(path, made);
  verify(made, path);
  synced(made);
  refuseThere(to, force);
  renameSync(made, to);
  synced(dirname(to));
  return statSync(to).size;
}

/** `VACUUM INTO` reads in one transaction and leaves out deleted data. */
function copyInto(path: string, made: string): void {
  using connection = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
  connection.prepare("VACUUM INTO ?").run(made);
}

function verify(made: string, path: string): void {
  using connection = new DatabaseSync(made, { readOnly: true });
  checkIntegrity(connection, path);
}

function workshopNextTo(to: string): ReturnType<typeof workshopFor> {
  try {
    return workshopFor(to);
  } catch (error) {
    throw refused(
      english`The backup ${to} cannot be written: ${String(error instanceof Error ? error.message : error)}`,
      error,
    );
  }
}

function refuseThere(to: string, force: boolean): void {
  if (existsSync(to) && !statSync(to).isFile()) throw refused(english`${to} is no file. Name a file to write.`);
  if (!force && existsSync(to)) throw refused(english`${to} is there already. Name another file, or add --force.`);
}

/** Refuses to overwrite the database, or a file that SQLite keeps beside it. */
function refuseOwn(path: string, to: string): void {
  const own = ["", "-wal", "-shm", "-journal", "-lock"].map((end) => `${realPathOf(path)}${end}`);
  if (own.includes(realPathOf(to))) throw refused(english`${to} is the database itself. Name another file.`);
}
