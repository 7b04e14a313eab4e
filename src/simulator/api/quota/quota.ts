import type { MovableClock } from "../../clock.ts";

/** Counts calls per window; a new window forgets the one before. Days are China's. */
export interface Quota {
  /** Counts one more and says how many there were in this window. */
  hit(what: string, window: "minute" | "day"): number;
}

const length = { minute: 60, day: 86_400 };
const chinaOffset = 8 * 3600;

export function createQuota(clock: MovableClock): Quota {
  const counts = new Map<string, { window: number; count: number }>();
  return {
    hit(what, kind) {
      const window = Math.floor((clock.seconds() + chinaOffset) / length[kind]);
      const key = `${kind} ${what}`;
      const seen = counts.get(key);
      const count = seen?.window === window ? seen.count + 1 : 1;
      counts.set(key, { window, count });
      return count;
    },
  };
}
