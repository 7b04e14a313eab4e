import { closeSync, fdatasync, openSync, realpathSync } from "node:fs";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { DatabaseSync } from "./engine.ts";

/** The write-ahead log and its way to the disk. */
export interface Wal {
  /** Resolves when all that is committed by now would survive a power cut. Calls that wait share one sync. */
  sync(): Promise<void>;
  close(): void;
}

/** Resolves when what was written to the file is on the disk. */
export type Sync = (fd: number) => Promise<void>;

/**
 * Syncs the log of `connection`, which syncs at every commit by itself until now, from beside the event loop: a
 * disk takes from half a millisecond to many, in which nothing else would happen (docs/decisions/0011).
 *
 * A connection whose `synchronous` is off is left as it is.
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

  /** After a failure the kernel may call pages clean that never reached the disk: no later sync would tell. */
  async function flush(file: number): Promise<void> {
    try {
      await sync(file);
    } catch (cause) {
      isSound = false;
      throw unavailable(english`The disk under the database ${path} failed to sync.`, cause);
    }
  }

  /** So the log is copied into the database, which SQLite syncs itself. */
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
      // The one under way may have begun before the last commit: only the next one is sure to hold it.
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
