import type { Clock } from "../../base/clock.ts";
import type { Limits } from "../../ports/limits.ts";

export interface MemoryLimitsOptions {
  /** How many keys are remembered; past it the one hit longest ago is forgotten. Default 10,000. */
  readonly maxKeys?: number;
}

/**
 * Limits within one process, exact over a sliding window: in no span of `per` milliseconds are more than
 * `times` hits allowed. Refused hits do not count, so that hammering does not lock anybody out for longer.
 * A key takes 8 bytes for each hit it may have.
 */
export function createMemoryLimits(clock: Clock, { maxKeys = 10_000 }: MemoryLimitsOptions = {}): Limits {
  const hits = new Map<string, number[]>();

  /** Takes the key's hits out and puts them back last: a Map keeps its order, so the first is the oldest. */
  function touch(key: string): number[] {
    const times = hits.get(key) ?? [];
    hits.delete(key);
    hits.set(key, times);
    const [oldest] = hits.keys();
    if (hits.size > maxKeys && oldest !== undefined) hits.delete(oldest);
    return times;
  }

  return {
    async hit(key, { times, per }) {
      const now = clock.now();
      const before = touch(key);
      while (before[0] !== undefined && (before[0] <= now - per || before[0] > now)) before.shift();
      if (before.length < times) {
        before.push(now);
        return { allowed: true };
      }
      return { allowed: false, retryAfter: (before[0] ?? now) + per - now };
    },
  };
}
