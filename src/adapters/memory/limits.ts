import type { Clock } from "../../base/clock.ts";
import type { Limits } from "../../ports/limits.ts";

export interface MemoryLimitsOptions {
  /** How many keys are remembered. Beyond that the key whose last hit is the oldest is forgotten. Default: 10,000. */
  readonly maxKeys?: number;
}

/**
 * Limits within one process, exact over a sliding window: at most `times` hits are allowed within any `per`
 * milliseconds. Refused hits do not count, so repeated tries do not extend the lock-out. A key uses 8 bytes for each of
 * its hits.
 */
export function createMemoryLimits(clock: Clock, { maxKeys = 10_000 }: MemoryLimitsOptions = {}): Limits {
  const hits = new Map<string, number[]>();
  // A Map keeps its order, and its iterator also visits keys that were added since. Each key that this iterator has
  // visited is deleted, so that it always stands before the oldest. A new iterator would visit the deleted slots again.
  const oldest = hits.keys();

  function putLast(key: string, times: number[]): void {
    hits.set(key, times);
    if (hits.size > maxKeys) hits.delete(oldest.next().value ?? key);
  }

  return {
    async hit(key, { times, per }) {
      const now = clock.now();
      const before = hits.get(key);
      if (!before) {
        // The list is created with its first hit, because `push` on an empty list reserves room for sixteen more.
        putLast(key, times > 0 ? [now] : []);
        return times > 0 ? { allowed: true } : { allowed: false, retryAfter: per };
      }
      hits.delete(key);
      putLast(key, before);
      while (before[0] !== undefined && (before[0] <= now - per || before[0] > now)) before.shift();
      if (before.length < times) {
        before.push(now);
        return { allowed: true };
      }
      return { allowed: false, retryAfter: (before[0] ?? now) + per - now };
    },
  };
}
