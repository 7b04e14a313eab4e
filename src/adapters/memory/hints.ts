import type { Hints } from "../../ports/hints.ts";

interface Subscription {
  readonly onHint: () => void;
}

/**
 * Hints within one process. A subscriber is called in a microtask of its own, never inside `publish`, and
 * not any more once it has unsubscribed.
 */
export function createMemoryHints(): Hints {
  const byAttempt = new Map<string, Set<Subscription>>();

  function remove(attemptId: string, subscription: Subscription): void {
    const subscriptions = byAttempt.get(attemptId);
    subscriptions?.delete(subscription);
    if (subscriptions?.size === 0) byAttempt.delete(attemptId);
  }

  return {
    publish(attemptId) {
      for (const subscription of byAttempt.get(attemptId) ?? []) {
        queueMicrotask(() => {
          if (byAttempt.get(attemptId)?.has(subscription)) subscription.onHint();
        });
      }
    },
    subscribe(attemptId, onHint) {
      const subscription = { onHint };
      const subscriptions = byAttempt.get(attemptId) ?? new Set();
      byAttempt.set(attemptId, subscriptions.add(subscription));
      return () => remove(attemptId, subscription);
    },
  };
}
