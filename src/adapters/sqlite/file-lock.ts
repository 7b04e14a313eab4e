import { closeSync, existsSync, openSync } from "node:fs";
import { english } from "../../base/english.ts";
import { DatabaseSync } from "./engine.ts";
import { isBusy, refused } from "./failure.ts";
import { ownedLike, realPathOf } from "./files.ts";

/** How long a process waits for the lock, in milliseconds: a service that was just stopped may still hold it. */
const timeoutMs = 1_000;

/**
 * Locks the database at `path` as in use, until the lock is closed. Every process that opens the database holds a
 * shared lock; a restore holds an exclusive one. The lock is on an empty file beside the database, so that a database
 * that SQLite cannot read can also be locked. The system releases the lock when its process ends.
 */
export const lockShared = (path: string): DatabaseSync =>
  held(
    path,
    "BEGIN; SELECT 1 FROM sqlite_schema",
    english`The database ${path} is being restored. Start again when that is done.`,
  );

/** Keeps other processes from opening the database at `path`, until the lock is closed. Throws if one has it open. */
export const lockExclusive = (path: string): DatabaseSync => held(path, "BEGIN EXCLUSIVE", inUse(path));

export const inUse = (path: string): string =>
  english`The database ${path} is in use. Stop the service (\`systemctl stop saoma\`) and whatever else has it open (\`fuser ${path}\` names it), and run this again.`;

function held(path: string, step: string, why: string): DatabaseSync {
  const file = `${realPathOf(path)}-lock`;
  if (!existsSync(file)) {
    closeSync(openSync(file, "a", 0o600));
    ownedLike(file, path);
  }
  const connection = new DatabaseSync(file, { timeout: timeoutMs });
  try {
    connection.exec(step);
    return connection;
  } catch (error) {
    connection.close();
    throw isBusy(error) ? refused(why, error) : error;
  }
}
