import { describe, expect, test } from "vitest";
import { hasPostgres } from "../stage/use-postgres.ts";
import { killUnderLoad } from "./postgres-kills.ts";

describe.skipIf(!hasPostgres)("PostgreSQL, killed under load", () => {
  test("has all that was acknowledged, once, and the service recovers within three seconds", async () => {
    const { slowest, lost, doubled, acknowledged } = await killUnderLoad(3);
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
    expect(acknowledged).toBeGreaterThan(600);
    expect(slowest).toBeLessThan(3_000);
  });
});
