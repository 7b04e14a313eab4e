import { closeSync, fdatasync, openSync, realpathSync } from "node:fs";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { DatabaseSync } from "./engine.ts";

/** The write-ahead log, and when it is synced. */
export interface Wal {
  /** Resolves when everything committed so far would survive a power cut. Concurrent calls share one sync. */
  sync(): Promise<void>;
  close(): void;
}

/** Syncs a file. Resolves when its written data is on disk. */
export type Sync = (fd: number) => Promise<void>;

/**
 * Takes over the syncing of the log from `connection` and does it outside the event loop: a sync takes half a
 * millisecond or more, during which nothing else could run (docs/decisions/0011).
 *
 * Does nothing for a connection whose `synchronous` is off.
 */
export function createWal(connection: DatabaseSync, path: string, sync: Sync = fdatasyncOf): Wal {
  if (connection.prepare("PRAGMA synchronous").get()?.synchronous !== full) return { sync: async () => {}, close() {} };
  let fd: number | undefined;
  let isSound = true;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  /** The first commit is synced by SQLite, which also syncs the folder in which it made the log. */
  function takeOver(): number {
    const opened = openSync(`${realpathSync(connection.location() ?? "")}-wal`, "r+");
    connection.exec("PRAGMA synchronous = NORMAL");
    return opened;
  }

  async function run(): Promise<void> {
    if (fd === undefined) fd = takeOver();
    else if (isSound) await flush(fd);
    else checkpoint();
  }

  /**
   * After a failed sync the kernel may mark pages as clean that never reached the disk; no later sync would report
   * that.
   */
  async function flush(file: number): Promise<void> {
    try {
      await sync(file);
    } catch (cause) {
      isSound = false;
      throw unavailable(english`The disk under the database ${path} failed to sync.`, cause);
    }
  }

  /** After a failed sync, the log is copied into the database, which SQLite syncs itself. */
  function checkpoint(): void {
    const done = connection.prepare("PRAGMA wal_checkpoint(FULL)").get();
    if (done?.busy !== 0)
      throw unavailable(english`The log of the database ${path} cannot be copied after a failed sync.`);
    isSound = true;
  }

  function start(): Promise<void> {
    next = undefined;
    const begun = run().finally(() => {
      if (running === begun) running = undefined;
    });
    running = begun;
    return begun;
  }

  return {
    sync() {
      // A running sync may have begun before the last commit; only the next one is sure to include it.
      if (!running) return start();
      next ??= running.then(start, start);
      return next;
    },
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

/** The value of `PRAGMA synchronous`. */
const full = 2;

const fdatasyncOf: Sync = (fd) =>
  new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });

const unavailable = (detail: string, cause?: unknown): SaomaError =>
  new SaomaError("store_unavailable", { detail, cause });
