import { describe, expect, test } from "vitest";
import { hasPostgres } from "../stage/use-postgres.ts";
import { deliverToBoth } from "./deliveries.ts";
import { signInAtBoth } from "./instances-sign-ins.ts";

const none = { lost: 0, differing: 0, wrong: 0, doubled: 0 };

describe.skipIf(!hasPostgres)("two instances", () => {
  test("all sign-ins complete, 64 at once on a new database, each request at the other instance", async () => {
    const { completed, failed, rolledBack } = await signInAtBoth(200);
    expect({ completed, failed }).toEqual({ completed: 200, failed: [] });
    expect(rolledBack).toBeGreaterThan(0.5);
    // Rollbacks for each sign-in: 8 to 11 without a limit that follows the conflicts, 2 to 2.6 with one.
    expect(rolledBack).toBeLessThan(6);
  });

  test("a push that comes three times to each, all at once, has one effect and one reply", async () => {
    expect(await deliverToBoth(200)).toMatchObject(none);
  });

  test("an instance is frozen for six seconds during transactions, and continues: nothing is lost or doubled", async () => {
    const tally = await deliverToBoth(100, { after: 20, ms: 6_000 });
    expect(tally).toMatchObject(none);
    expect(tally.unanswered).toBeGreaterThan(0);
  });
});
