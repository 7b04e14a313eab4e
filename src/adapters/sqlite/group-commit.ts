import { AsyncLocalStorage } from "node:async_hooks";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import { whenFree } from "./busy.ts";
import type { DatabaseSync, StatementSync } from "./engine.ts";
import { failure } from "./failure.ts";
import type { Wal } from "./wal.ts";

/** Past this many jobs the event loop gets its turn before the next group. */
const largestGroup = 64;

/** Jobs that share transactions. */
export interface GroupCommit {
  /**
   * Queues `work`; resolves with its result once that is durable. Rejects where nothing of it was kept, and where
   * the disk would not say whether it was.
   */
  add<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs `act` as soon as there is no transaction, and resolves then; where it says false, again after each later group
   * until it does not.
   */
  between(act: () => boolean): Promise<void>;
  /** Takes no more jobs, and resolves when those it has are done. */
  drain(): Promise<void>;
}

interface Job {
  run(): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** What groups run on. */
export interface BatchContext {
  readonly connection: DatabaseSync;
  readonly wal: Wal;
  readonly path: string;
  /** How many statements have changed something so far. */
  writes(): number;
}

/**
 * Group commit. Jobs that wait together share one transaction and one sync of the disk. A group is what has come in by
 * the end of the event loop's turn: it never waits for company. Where the group itself fails, all its jobs reject and
 * the next group starts afresh. A job resolves only when its commit is on the disk; the next group does not wait for
 * that.
 *
 * A job that fails before it has written leaves nothing to undo, and that is where work fails: what can be refused is
 * checked before anything is claimed. Where one fails later, the group is rolled back, and the others run again, each
 * in a savepoint of its own.
 */
export function createGroupCommit({ connection, wal, path, writes }: BatchContext): GroupCommit {
  const steps = prepareSteps(connection);
  const queue: Job[] = [];
  const drained = Promise.withResolvers<void>();
  // Otherwise all jobs of a group would run in the async context of the first one.
  const inInitialContext = AsyncLocalStorage.snapshot();
  let closed = false;
  let pumping = false;
  /** Groups that are committed and not yet on the disk. */
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

  /** Not waited for: the next group runs while the disk syncs. */
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
      // The next BEGIN fails then, and says why to those who wait for it.
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

/** SQLite rolled the whole transaction back on its own, as it does where the disk is full. */
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
