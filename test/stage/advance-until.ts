// Advances a fake clock until a condition holds.
import { expect } from "vitest";
import type { FakeClock } from "../../src/testing/clock.ts";

/** Advances second by second and waits in between, because PostgreSQL answers in real time. */
export const advanceUntil = (clock: FakeClock, enough: () => boolean): Promise<void> =>
  expect
    .poll(
      async () => {
        if (!enough()) await clock.advance(1_000);
        return enough();
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(true);
