// Restores a backup.
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { createDisposableStack } from "../../base/disposable-stack.ts";
import { english } from "../../base/english.ts";
import { checkIntegrity } from "./check-integrity.ts";
import { DatabaseSync } from "./engine.ts";
import { checkpoint, moveAside } from "./existing-database.ts";
import { isFull, openFailure, refused } from "./failure.ts";
import { lockExclusive } from "./file-lock.ts";
import { copied, ownedLike, realPathOf, synced, workshopFor } from "./files.ts";
import { refuseNewer } from "./migrate.ts";
import { openSqliteStore, type SqliteStore } from "./store.ts";

export interface RestoreOptions<Made> {
  /** Where the restored database is placed. An existing one is kept beside it, under another name. */
  readonly path: string;
  /** The backup, which is only read. */
  readonly from: string;
  readonly clock: Clock;
  /** Called with the contents of the backup after its integrity check. If it rejects, nothing has been changed. */
  agree(has: BackupContents): Promise<void>;
  /** Called with the restored and migrated database, before it replaces the old one. */
  prepare(store: SqliteStore): Promise<Made>;
}

export interface BackupContents {
  readonly accounts: number;
  /** Milliseconds since the epoch; absent if there was no sign-in. */
  readonly lastSignIn?: number;
}

export interface Restored<Made> {
  readonly prepared: Made;
  /** The new path of the replaced database; absent if there was none. */
  readonly kept?: string;
}

/**
 * Replaces the database by a backup. Throws, and changes nothing, if a process has the database open, or if the backup
 * is damaged, not Saoma's or of a newer version. The new database is completed beside the old one and then renamed:
 * after an interruption, one of the two is in place.
 */
export async function restoreSqlite<Made>(options: RestoreOptions<Made>): Promise<Restored<Made>> {
  const { from } = options;
  const path = realPathOf(options.path);
  if (!existsSync(from) || !statSync(from).isFile()) throw refused(english`There is no file ${from}.`);
  if (statSync(from).size === 0) throw refused(english`${from} is empty. Name a file that \`saoma backup\` wrote.`);
  if (realPathOf(from) === path) throw refused(english`${from} is the database itself. Name a backup of it.`);
  using _alone = taken(path);
  try {
    using workshop = workshopFor(path);
    const made = join(workshop.path, "saoma.db");
    const prepared = await make(made, { ...options, path });
    const kept = moveAside(path, options.clock.now());
    renameSync(made, path);
    synced(dirname(path));
    return { prepared, ...(kept === undefined ? {} : { kept }) };
  } catch (error) {
    throw openFailure(error, isFull(error) ? path : from);
  }
}

/** Keeps other processes from opening the database. */
function taken(path: string): Disposable {
  const opened = createDisposableStack();
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    opened.use(lockExclusive(path));
    checkpoint(path);
    return opened;
  } catch (error) {
    opened.dispose();
    throw openFailure(error, path);
  }
}

/** Makes the restored database as one file and syncs it to the disk. */
async function make<Made>(made: string, { path, from, clock, agree, prepare }: RestoreOptions<Made>): Promise<Made> {
  copied(from, made);
  if (existsSync(`${from}-wal`)) copied(`${from}-wal`, `${made}-wal`);
  await agree(contentsOf(made, from));
  const store = await openSqliteStore({ path: made, clock });
  let prepared: Made;
  try {
    prepared = await prepare(store);
  } finally {
    await store.close();
  }
  checkpoint(made);
  ownedLike(made, path);
  synced(made);
  return prepared;
}

function contentsOf(made: string, from: string): BackupContents {
  using connection = new DatabaseSync(made);
  refuseNewer(checkIntegrity(connection, from), from);
  const { accounts, last } = { ...connection.prepare(contents).get() };
  return { accounts: Number(accounts), ...(typeof last === "number" ? { lastSignIn: last } : {}) };
}

const contents = "select count(*) as accounts, max(last_sign_in_at) as last from accounts";
