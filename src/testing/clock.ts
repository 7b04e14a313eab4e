import type { Clock } from "../base/clock.ts";

/** A clock that stands still until it is told to go. */
export interface FakeClock extends Clock {
  /**
   * Lets `ms` milliseconds pass. Timers that come due run in their order, each at its own moment, with a few
   * turns of the event loop after each, so that what it started gets on, and may start timers of its own.
   */
  advance(ms: number): Promise<void>;
  /** Jumps to `ms` since the epoch, as a machine's clock does when it is put right: no timer runs for it. */
  set(ms: number): void;
}

/**
 * Makes a clock that stands still until a test moves it.
 *
 * @param start The time that it shows, in milliseconds since the epoch. Default: 2026-01-01T00:00:00Z.
 * @param settle What it waits for before time moves on. Default: a few turns of the event loop, which is not enough
 * for a server's response.
 * @example
 * import { createFakeClock } from "saoma/testing";
 *
 * const clock = createFakeClock();
 * await clock.advance(60_000);
 */
export function createFakeClock(start = Date.UTC(2026, 0, 1), settle = aFewTurns): FakeClock {
  let shown = start;
  let passed = 0;
  const timers = new Set<{ readonly due: number; readonly act: () => void }>();

  function pass(until: number): void {
    shown += until - passed;
    passed = until;
  }

  return {
    now: () => shown,
    after(ms, act) {
      const timer = { due: passed + Math.max(0, ms), act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = passed + ms;
      await settle();
      for (let timer = earliest(timers); timer && timer.due <= until; timer = earliest(timers)) {
        timers.delete(timer);
        pass(timer.due);
        timer.act();
        await settle();
      }
      pass(until);
    },
    set(ms) {
      shown = ms;
    },
  };
}

/** The timer due first; among equals the one set first, since a Set keeps its order. */
function earliest<T extends { readonly due: number }>(timers: Iterable<T>): T | undefined {
  let first: T | undefined;
  for (const timer of timers) if (!first || timer.due < first.due) first = timer;
  return first;
}

async function aFewTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
