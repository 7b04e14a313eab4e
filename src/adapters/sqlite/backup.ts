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
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
}

/**
 * Writes what is committed now into a file of its own, with mode 0600, and makes sure that it is whole; its size in
 * bytes. The service is not delayed: SQLite's readers and writers do not wait for each other. The file has its name
 * only once it is complete and on the disk.
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

/** `VACUUM INTO` reads in one transaction, and leaves out what was deleted. */
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

/** The database, and what SQLite keeps beside it. */
function refuseOwn(path: string, to: string): void {
  const own = ["", "-wal", "-shm", "-journal", "-lock"].map((end) => `${realPathOf(path)}${end}`);
  if (own.includes(realPathOf(to))) throw refused(english`${to} is the database itself. Name another file.`);
}
