import { setTimeout as sleep } from "node:timers/promises";
import type { Hints } from "../../ports/hints.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";

export interface PostgresHints extends Hints {
  /** Resolves when all published hints were sent, or lost. */
  sent(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly target: Target;
  /** The hints within this process, which are delivered directly. */
  readonly own: Hints;
}

const channel = "saoma_hints";
/** The number of hints in one notification: PostgreSQL accepts 8,000 bytes. */
const atOnce = 150;
const untilNextTry = 1_000;

/**
 * Hints for all instances that use a database, by LISTEN and NOTIFY on a separate connection: inside the transactions
 * that write, NOTIFY would make all of them wait for one lock. Hints of one turn of the event loop are sent together.
 * While the connection is lost, hints reach only this process.
 */
export function createPostgresHints({ target, own }: Parts): PostgresHints {
  let connection: Promise<Connection | undefined> = connect();
  let outgoing = new Set<string>();
  let sending = Promise.resolve();
  let closed = false;

  async function connect(): Promise<Connection | undefined> {
    let opened: Connection | undefined;
    try {
      opened = await openConnection(target);
      const { processID } = opened.client;
      opened.client.on("notification", ({ processId, payload = "" }) => {
        if (processId !== processID) for (const id of payload.split(" ")) own.publish(id);
      });
      await opened.query(`listen ${channel}`);
      // The listener is added only now: a connection that fails earlier is retried below, and must be retried only
      // once.
      opened.client.on("end", () => void again());
      return opened;
    } catch {
      await opened?.close();
      void again();
      return undefined;
    }
  }

  /** Reconnects after a pause. Until then the waiting requests poll the database themselves. */
  async function again(): Promise<void> {
    await sleep(untilNextTry, undefined, { ref: false });
    if (!closed) connection = connect();
  }

  async function send(): Promise<void> {
    const ids = [...outgoing];
    outgoing = new Set();
    const to = await connection;
    for (let from = 0; to?.isAlive() && from < ids.length; from += atOnce) {
      const values = [channel, ids.slice(from, from + atOnce).join(" ")];
      await to.query({ name: "notify", text: "select pg_notify($1, $2)", values }).catch(() => {});
    }
  }

  return {
    publish(attemptId) {
      own.publish(attemptId);
      if (outgoing.size === 0) setImmediate(() => (sending = sending.then(send)));
      outgoing.add(attemptId);
    },
    subscribe: own.subscribe,
    async sent() {
      await new Promise((resolve) => setImmediate(resolve));
      await sending;
    },
    async close() {
      closed = true;
      await sending;
      await (await connection)?.close();
    },
  };
}
