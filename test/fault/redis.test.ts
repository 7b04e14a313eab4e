import { describe, expect, test } from "vitest";
import { hasRedis } from "../stage/redis.ts";
import { signInAmidFaults } from "./redis-sign-ins.ts";

describe.skipIf(!hasRedis)("Redis, killed, flushed and slowed amid sign-ins", () => {
  test("all sign-ins complete, and the operator is told of each outage once", async () => {
    const { completed, failed, warnings, keys } = await signInAmidFaults(120);
    expect({ completed, failed }).toEqual({ completed: 120, failed: [] });
    // Killed and slowed: two outages, or one where the second comes soon.
    expect([1, 2]).toContain(warnings);
    expect(keys.before).toBeGreaterThan(0);
  });
});
