import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { blockUntilFree, busyTimeout } from "./busy.ts";
import { DatabaseSync } from "./engine.ts";
import { lockShared } from "./file-lock.ts";

/** The file of the database. */
export interface DatabaseLocation {
  readonly path: string;
  /** Whether a commit must survive a power cut. */
  readonly durable: boolean;
  /** Removes temporary files and releases the lock, so that a restore may replace the file. */
  dispose(): void;
}

/**
 * Locks the file at `path`. Creates it with mode 0600, and its folder with mode 0700, if they are missing. `:memory:`
 * is a new file in a temporary folder: two connections to a database in memory would see each other's uncommitted data.
 */
export function locationOf(path: string): DatabaseLocation {
  if (path === ":memory:") return temporaryPlace();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = lockShared(path);
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  return { path, durable: true, dispose: () => lock.close() };
}

function temporaryPlace(): DatabaseLocation {
  const folder = mkdtempSync(join(tmpdir(), "saoma-"));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  return { path: join(folder, "saoma.db"), durable: false, dispose };
}

/**
 * The size of the page cache. The rows of a transaction are scattered, so the pages of a group and of its indexes
 * should fit. Then savepoints also need no file, which the sync of a group would have to wait for.
 */
const cacheKib = 16 * 1024;
/**
 * The log is copied into the database when it has 16 MiB. Pages that are written many times in between are copied once.
 */
const walPages = 4_000;

/**
 * Opens the connection that writes. `FULL` syncs the log at every commit, and `fullfsync` makes macOS sync the drive's
 * own cache too, so that committed data survives a power cut.
 */
export function openWriter({ path, durable }: DatabaseLocation): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: busyTimeout });
  try {
    blockUntilFree(() => connection.exec("PRAGMA journal_mode = WAL"));
    connection.exec(`PRAGMA synchronous = ${durable ? "FULL" : "OFF"}`);
    connection.exec("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    // Deleted data is overwritten. With FAST most of it would remain in free pages.
    connection.exec("PRAGMA secure_delete = ON");
    connection.exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    connection.exec(
      `PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${cacheKib}; PRAGMA wal_autocheckpoint = ${walPages}`,
    );
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * How long a reader waits, in milliseconds. It waits only after a crash, while the first connection recovers the log.
 */
const readTimeout = 1_000;

/** Opens the connection that reads committed data during the writer's transaction. */
export const openReader = ({ path }: DatabaseLocation): DatabaseSync =>
  new DatabaseSync(path, { readOnly: true, timeout: readTimeout });
