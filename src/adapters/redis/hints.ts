import type { Hints } from "../../ports/hints.ts";
import type { ReconnectingRedis } from "./connection-retry.ts";

export interface RedisHints extends Hints {
  /** Takes a message that came by the channel. */
  receive(message: string): void;
  /** Resolves when what was published is on its way, or lost. */
  sent(): Promise<void>;
}

interface Parts {
  readonly redis: () => Pick<ReconnectingRedis, "ask">;
  readonly channel: string;
  /** Tells this process's own messages from those of the others. */
  readonly instance: string;
  /** Hints of this process, which need no detour. */
  readonly own: Hints;
}

/**
 * Hints for all who use a Redis. Those of one turn of the event loop go together, behind the name of who sends them.
 * While Redis is away, hints reach this process alone.
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
