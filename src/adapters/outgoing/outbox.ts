import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../ports/log.ts";

export interface OutboxDeps<Item> {
  readonly clock: Clock;
  readonly log: Log;
  /** What is sent, for the log: "a client's logout". */
  readonly what: string;
  /** So many at most are being sent at the same time: each may take seconds to be answered. */
  readonly mostAtOnce: number;
  /** What is to be sent by now, at most `limit`. */
  due(limit: number): Promise<readonly Item[]>;
  /** Sends it, if no other instance does. Rejects where the database is away. */
  deliver(item: Item): Promise<void>;
}

/** An outbox is looked into so often, in milliseconds. */
const lookEvery = 1_000;

/** Looks into an outbox again and again, and has delivered what is due. Returns what stops it. */
export function drainOutbox<Item>({ clock, log, what, mostAtOnce, due, deliver }: OutboxDeps<Item>): () => void {
  let underWay = 0;
  let isStopped = false;
  let cancel = clock.after(lookEvery, look);
  async function look(): Promise<void> {
    try {
      for (const item of await due(mostAtOnce - underWay)) {
        underWay++;
        void deliver(item)
          .catch((error: unknown) => log.warn({ err: error }, `${what} waits for the database`))
          .finally(() => underWay--);
      }
    } catch (error) {
      log.warn({ err: error }, `could not read the outbox of ${what}; will retry`);
    }
    if (!isStopped) cancel = clock.after(lookEvery, look);
  }
  return () => {
    isStopped = true;
    cancel();
  };
}
