import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../ports/log.ts";

export interface OutboxDeps<Item> {
  readonly clock: Clock;
  readonly log: Log;
  /** The kind of item that is sent, for the log, as in "a client's logout". */
  readonly what: string;
  /** The maximum number of items in flight: each response may take seconds. */
  readonly mostAtOnce: number;
  /** Returns at most `limit` items that are due. */
  due(limit: number): Promise<readonly Item[]>;
  /** Sends the item unless another instance does. Rejects if the database is unavailable. */
  deliver(item: Item): Promise<void>;
}

/** How often an outbox is polled, in milliseconds. */
const lookEvery = 1_000;

/** Polls an outbox and delivers the items that are due. Returns a function that stops it. */
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
