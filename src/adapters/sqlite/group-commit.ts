import { AsyncLocalStorage } from "node:async_hooks";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import { whenFree } from "./busy.ts";
import type { DatabaseSync, StatementSync } from "./engine.ts";
import { failure } from "./failure.ts";
import type { Wal } from "./wal.ts";

/** The maximum number of jobs in a group. After that the event loop runs before the next group. */
const largestGroup = 64;

/** Jobs that share transactions. */
export interface GroupCommit {
  /**
   * Queues `work`, and resolves with its result once that is durable. Rejects if nothing of it was committed, or if a
   * failed sync leaves that unknown.
   */
  add<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs `act` as soon as there is no transaction, and resolves then. If `act` returns false, it is run again after
   * each later group until it does not.
   */
  between(act: () => boolean): Promise<void>;
  /** Refuses new jobs, and resolves when the queued ones are done. */
  drain(): Promise<void>;
}

interface Job {
  run(): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The connection and the log that groups use. */
export interface BatchContext {
  readonly connection: DatabaseSync;
  readonly wal: Wal;
  readonly path: string;
  /** The number of statements that have changed something so far. */
  writes(): number;
}

/**
 * Group commit. Jobs that wait together share one transaction and one sync of the disk. A group consists of the jobs
 * queued by the end of the event loop's turn; it never waits for more. If the group itself fails, all its jobs reject,
 * and the next group starts anew. A job resolves only when its commit is on disk; the next group does not wait for
 * that.
 *
 * A job that fails before its first write needs no rollback. Nearly all failures are of this kind, because requests are
 * checked before anything is written. If a job fails later, the group is rolled back, and the others run again, each in
 * a savepoint of its own.
 */
export function createGroupCommit({ connection, wal, path, writes }: BatchContext): GroupCommit {
  const steps = prepareSteps(connection);
  const queue: Job[] = [];
  const drained = Promise.withResolvers<void>();
  // Otherwise all jobs of a group would run in the async context of the first one.
  const inInitialContext = AsyncLocalStorage.snapshot();
  let closed = false;
  let pumping = false;
  /** The number of groups that are committed but not yet on disk. */
  let unsynced = 0;

  /** Work that runs between groups, with the callers that wait for its first run. */
  const due = new Map<() => boolean, (() => void)[]>();

  function runBetween(): void {
    for (const [act, waiting] of due) {
      if (act()) due.delete(act);
      for (const attempted of waiting.splice(0)) attempted();
    }
  }

  async function pump(): Promise<void> {
    await runGroup(queue.splice(0, largestGroup));
    runBetween();
    if (queue.length > 0) return void setImmediate(pump);
    pumping = false;
    leave();
  }

  function leave(): void {
    if (closed && !pumping && unsynced === 0) drained.resolve();
  }

  async function runGroup(jobs: readonly Job[], run = runInTransaction): Promise<void> {
    const kept: (() => void)[] = [];
    const waiting = new Set(jobs);
    try {
      await whenFree(() => steps.begin.run());
      for (const job of jobs) {
        const result = await run(job);
        if ("value" in result) kept.push(() => job.resolve(result.value));
        else waiting.delete(job);
        if ("isDirty" in result) {
          steps.rollback.run();
          return await runGroup([...waiting], runInSavepoint);
        }
      }
      steps.commit.run();
    } catch (error) {
      rollback();
      const failed = failure(error, path);
      for (const job of waiting) job.reject(failed);
      return;
    }
    if (kept.length > 0) void resolveOnceSynced(kept, waiting);
  }

  /** The caller does not await this: the next group runs while the disk syncs. */
  async function resolveOnceSynced(kept: readonly (() => void)[], waiting: ReadonlySet<Job>): Promise<void> {
    unsynced++;
    try {
      await wal.sync();
      for (const resolve of kept) resolve();
    } catch (error) {
      const failed = failure(error, path);
      for (const job of waiting) job.reject(failed);
    }
    unsynced--;
    leave();
  }

  async function runInTransaction(job: Job): Promise<Run> {
    const before = writes();
    try {
      return { value: await job.run() };
    } catch (error) {
      if (!connection.isTransaction) throw rolledBack(error);
      job.reject(error);
      return writes() === before ? { isOver: true } : { isDirty: true };
    }
  }

  async function runInSavepoint(job: Job): Promise<Run> {
    steps.savepoint.run();
    try {
      const value = await job.run();
      steps.release.run();
      return { value };
    } catch (error) {
      if (!connection.isTransaction) throw rolledBack(error);
      steps.rollbackTo.run();
      steps.release.run();
      job.reject(error);
      return { isOver: true };
    }
  }

  function rollback(): void {
    try {
      if (connection.isTransaction) steps.rollback.run();
    } catch {
      // If ROLLBACK fails, the next BEGIN fails too, and its jobs get the reason.
    }
  }

  return {
    add<T>(work: () => Promise<T>) {
      if (closed) return Promise.reject(new SaomaError("store_unavailable", { detail: english`The store is closed.` }));
      return new Promise<T>((resolve, reject) => {
        queue.push({
          run: work,
          resolve: (result) => resolve(result as T),
          reject,
        });
        if (!pumping) setImmediate(inInitialContext, pump);
        pumping = true;
      });
    },
    between(act) {
      return new Promise((resolve) => {
        due.set(act, [...(due.get(act) ?? []), resolve]);
        if (!pumping) runBetween();
      });
    },
    drain() {
      closed = true;
      leave();
      return drained.promise;
    },
  };
}

/** The result of a job: its value; or an error that rejects it; or an error that also invalidates its group. */
type Run = { readonly value: unknown } | { readonly isOver: true } | { readonly isDirty: true };

/** The error if SQLite itself rolled back the whole transaction, as it does when the disk is full. */
const rolledBack = (error: unknown): unknown =>
  error instanceof SaomaError
    ? error
    : new SaomaError("store_unavailable", { detail: english`The transaction was rolled back.`, cause: error });

type Steps = Record<"begin" | "commit" | "rollback" | "savepoint" | "release" | "rollbackTo", StatementSync>;

const prepareSteps = (connection: DatabaseSync): Steps => ({
  begin: connection.prepare("BEGIN IMMEDIATE"),
  commit: connection.prepare("COMMIT"),
  rollback: connection.prepare("ROLLBACK"),
  savepoint: connection.prepare("SAVEPOINT job"),
  release: connection.prepare("RELEASE job"),
  rollbackTo: connection.prepare("ROLLBACK TO job"),
});
