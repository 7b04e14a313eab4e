import type { MovableClock } from "../../clock.ts";

/** The maximum number of calls in each window; absent: no limit. */
export interface Limits {
  day?: number;
  minute?: number;
  second?: number;
}

export type Window = keyof Limits | "month";

/** Counts calls by window. A new window resets the count. Days and months begin in China's time zone. */
export interface Quota {
  /** Counts a call and returns the count of this window. */
  hit(what: string, window: Window): number;
  used(what: string, window: Window): number;
  /** Resets the counts whose names begin with `prefix`, except those to be kept. */
  clear(prefix: string, isKept?: (key: string) => boolean): void;
}

const seconds = { second: 1, minute: 60, day: 86_400 };
const chinaOffset = 8 * 3600;

export function createQuota(clock: MovableClock): Quota {
  const counts = new Map<string, { window: number; count: number }>();
  const windowOf = (kind: Window): number => {
    const time = clock.seconds() + chinaOffset;
    return kind === "month" ? monthOf(time) : Math.floor(time / seconds[kind]);
  };
  const used = (what: string, kind: Window): number => {
    const seen = counts.get(`${what} ${kind}`);
    return seen?.window === windowOf(kind) ? seen.count : 0;
  };
  return {
    used,
    hit(what, kind) {
      const count = used(what, kind) + 1;
      counts.set(`${what} ${kind}`, { window: windowOf(kind), count });
      return count;
    },
    clear(prefix, isKept = () => false) {
      for (const key of counts.keys()) if (key.startsWith(prefix) && !isKept(key)) counts.delete(key);
    },
  };
}

function monthOf(time: number): number {
  const date = new Date(time * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
