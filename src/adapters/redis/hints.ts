import type { Hints } from "../../ports/hints.ts";
import type { ReconnectingRedis } from "./connection-retry.ts";

export interface RedisHints extends Hints {
  /** Receives a message of the channel. */
  receive(message: string): void;
  /** Resolves when all published hints were sent, or lost. */
  sent(): Promise<void>;
}

interface Parts {
  readonly redis: () => Pick<ReconnectingRedis, "ask">;
  readonly channel: string;
  /** The name of this process, to recognize its own messages. */
  readonly instance: string;
  /** The hints within this process, which are delivered directly. */
  readonly own: Hints;
}

/**
 * Hints for all instances that use a Redis. Hints of one turn of the event loop are sent together, after the name of
 * the sender. While Redis is unavailable, hints reach only this process.
 */
export function createRedisHints({ redis, channel, instance, own }: Parts): RedisHints {
  let outgoing = new Set<string>();
  let sending = Promise.resolve();

  async function send(): Promise<void> {
    const message = [instance, ...outgoing].join(" ");
    outgoing = new Set();
    await redis().ask(["PUBLISH", channel, message]);
  }

  return {
    publish(attemptId) {
      own.publish(attemptId);
      if (outgoing.size === 0) setImmediate(() => (sending = sending.then(send)));
      outgoing.add(attemptId);
    },
    subscribe: own.subscribe,
    receive(message) {
      const [sender, ...ids] = message.split(" ");
      if (sender !== instance) for (const id of ids) own.publish(id);
    },
    async sent() {
      await new Promise((resolve) => setImmediate(resolve));
      await sending;
    },
  };
}
