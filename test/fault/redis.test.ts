import { describe, expect, test } from "vitest";
import { hasRedis } from "../stage/redis.ts";
import { signInAmidFaults } from "./redis-sign-ins.ts";

describe.skipIf(!hasRedis)("Redis, killed, flushed and slowed amid sign-ins", () => {
  test("all sign-ins complete, and the operator is warned of each outage once", async () => {
    const { completed, failed, warnings, keys } = await signInAmidFaults(120);
    expect({ completed, failed }).toEqual({ completed: 120, failed: [] });
    // Killing and slowing make two outages, or one if the second begins soon after the first.
    expect([1, 2]).toContain(warnings);
    expect(keys.before).toBeGreaterThan(0);
  });
});
