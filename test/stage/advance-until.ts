// Lets a fake clock go on until something has happened.
import { expect } from "vitest";
import type { FakeClock } from "../../src/testing/clock.ts";

/** Lets second after second pass. PostgreSQL answers in its own time, and only then is the next look planned. */
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
