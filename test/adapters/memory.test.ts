import { describe, expect, test } from "vitest";
import { createMemoryHints } from "../../src/adapters/memory/hints.ts";
import { createMemoryLimits } from "../../src/adapters/memory/limits.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { hintsContract } from "../../src/testing/hints-contract.ts";
import { limitsContract } from "../../src/testing/limits-contract.ts";

describe("hints in memory", () => {
  for (const { name, run } of hintsContract) {
    test(name, () =>
      run({ hints: createMemoryHints(), arrived: () => new Promise((resolve) => setImmediate(resolve)) }),
    );
  }
});

describe("limits in memory", () => {
  for (const { name, run } of limitsContract) {
    test(name, () => {
      const clock = createFakeClock();
      return run({ limits: createMemoryLimits(clock), clock });
    });
  }

  test("are exact over any span of time, not only from a round minute on", async () => {
    const clock = createFakeClock();
    const limits = createMemoryLimits(clock);
    const limit = { times: 2, per: 1_000 };
    const allowed: boolean[] = [];
    for (const wait of [900, 50, 100, 849, 1]) {
      await clock.advance(wait);
      allowed.push((await limits.hit("key", limit)).allowed);
    }
    expect(allowed).toEqual([true, true, false, false, true]);
  });

  test("forget the key hit longest ago where there are too many", async () => {
    const limits = createMemoryLimits(createFakeClock(), { maxKeys: 2 });
    const limit = { times: 1, per: 1_000 };
    const allowed: boolean[] = [];
    for (const key of ["a", "b", "a", "c", "a", "b"]) allowed.push((await limits.hit(key, limit)).allowed);
    expect(allowed).toEqual([true, true, false, true, false, true]);
  });

  test("do not lock users out when the clock is put back", async () => {
    const clock = createFakeClock();
    const limits = createMemoryLimits(clock);
    await limits.hit("key", { times: 1, per: 1_000 });
    clock.set(0);
    expect(await limits.hit("key", { times: 1, per: 1_000 })).toEqual({ allowed: true });
  });
});
