import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Connection } from "./connection.ts";
import { createWaitingLine, type WaitingLimits } from "./waiting-line.ts";

/** A pool of connections, opened on demand. Each serves one job at a time. */
export interface Pool {
  /** Rejects with `store_unavailable` if no connection is free for too long. */
  use<T>(job: (connection: Connection) => Promise<T>): Promise<T>;
  /** Refuses new jobs, waits for those that are running, and closes all connections. */
  drain(): Promise<void>;
}

export function createPool(open: () => Promise<Connection>, most: number, limits?: WaitingLimits): Pool {
  const idle: Connection[] = [];
  const line = createWaitingLine(limits);
  const drained = Promise.withResolvers<void>();
  let taken = 0;
  let closed = false;

  async function take(): Promise<Connection> {
    if (taken < most) taken++;
    // `leave` hands the slot to the first waiting job, so `taken` does not change.
    else await line.wait(0);
    for (let found = idle.pop(); found; found = idle.pop()) if (found.isAlive()) return found;
    try {
      return await open();
    } catch (error) {
      leave();
      throw error;
    }
  }

  function leave(): void {
    if (line.admitNext()) return;
    taken--;
    if (closed && taken === 0) drained.resolve();
  }

  return {
    async use(job) {
      if (closed) throw new SaomaError("store_unavailable", { detail: english`The store is closed.` });
      const connection = await take();
      try {
        return await job(connection);
      } finally {
        if (connection.isAlive()) idle.push(connection);
        leave();
      }
    },
    async drain() {
      closed = true;
      if (taken > 0) await drained.promise;
      await Promise.all(idle.splice(0).map((connection) => connection.close()));
    },
  };
}
