import type { Hints } from "../../ports/hints.ts";

interface Subscription {
  readonly onHint: (attemptId: string) => void;
}

/**
 * Hints within one process. A subscriber is called in a microtask of its own, never inside `publish`, and never after
 * it has unsubscribed.
 */
export function createMemoryHints(): Hints {
  const subscriptions = new Set<Subscription>();
  return {
    publish(attemptId) {
      for (const subscription of subscriptions) {
        queueMicrotask(() => {
          if (subscriptions.has(subscription)) subscription.onHint(attemptId);
        });
      }
    },
    subscribe(onHint) {
      const subscription = { onHint };
      subscriptions.add(subscription);
      return () => void subscriptions.delete(subscription);
    },
  };
}
