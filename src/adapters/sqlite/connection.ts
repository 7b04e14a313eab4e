import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { blockUntilFree, busyTimeout } from "./busy.ts";
import { DatabaseSync } from "./engine.ts";
import { lockShared } from "./file-lock.ts";

/** Where the database lives. */
export interface DatabaseLocation {
  readonly path: string;
  /** Whether a commit must survive a power cut. */
  readonly durable: boolean;
  /** Removes what need not outlive the store, and lets a restore have the file. */
  dispose(): void;
}

/**
 * The file at `path`, made with mode 0600 in a folder made with mode 0700 where there is none yet, and held.
 * `:memory:` is a file of its own in a temporary folder: two connections cannot share a database in memory
 * without seeing what is not committed.
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
 * What a transaction touches is scattered, as people and scenes are: the pages of a group and the way to them stay
 * in memory, and savepoints' notes never become a file, which each group's sync would have to wait for.
 */
const cacheKib = 16 * 1024;
/** The log is copied into the database at 16 MiB. The same pages are written again and again, and copied once. */
const walPages = 4_000;

/**
 * The connection that writes. `FULL` syncs the log at every commit, and `fullfsync` makes macOS sync the
 * drive's own cache too: what is committed survives a power cut.
 */
export function openWriter({ path, durable }: DatabaseLocation): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: busyTimeout });
  try {
    blockUntilFree(() => connection.exec("PRAGMA journal_mode = WAL"));
    connection.exec(`PRAGMA synchronous = ${durable ? "FULL" : "OFF"}`);
    connection.exec("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    // What is deleted is overwritten: FAST leaves most of it in pages that are free.
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

/** Only the first to open after a crash keeps readers waiting, while it recovers the log. */
const readTimeout = 1_000;

/** The connection that reads what is committed, beside the writer's transaction. */
export const openReader = ({ path }: DatabaseLocation): DatabaseSync =>
  new DatabaseSync(path, { readOnly: true, timeout: readTimeout });
