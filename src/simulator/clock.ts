import type { Clock } from "../base/clock.ts";

/** The world's clock: runs with the one it was given, and can be moved. Timers already set keep their length. */
export interface MovableClock extends Clock {
  /** Unix time in whole seconds, as WeChat writes it. */
  seconds(): number;
  /** Moves the time of day by `seconds`, forward or (negative) back. */
  advance(seconds: number): void;
  /** Moves it to `seconds` from the clock it was given, however far it was before. */
  moveTo(seconds: number): void;
  /** How far it has been moved, in seconds. */
  offset(): number;
}

export function createMovableClock(base: Clock): MovableClock {
  let offset = 0;
  const now = () => base.now() + offset * 1000;
  return {
    now,
    after: (ms, act) => base.after(ms, act),
    seconds: () => Math.floor(now() / 1000),
    advance: (seconds) => {
      offset += seconds;
    },
    moveTo: (seconds) => {
      offset = seconds;
    },
    offset: () => offset,
  };
}
