import { afterEach, beforeEach, expect, test } from "vitest";
import { endure } from "./flood.ts";
import { floods } from "./floods.ts";
import { type FloodHarness, openFloodHarness } from "./harness.ts";

let harness: FloodHarness;

beforeEach(async () => {
  harness = await openFloodHarness(10);
});

afterEach(() => harness.close());

for (const name of Object.keys(floods)) {
  test(`visitors sign in during a flood (${name})`, async () => {
    const { visitors, statuses } = await endure(harness, name, { strength: 0.05, least: 5, ms: 0 });
    expect(visitors.troubles).toEqual([]);
    expect(visitors.signedIn).toBe(visitors.tried);
    expect([...statuses.keys()].filter((status) => status.startsWith("5"))).toEqual([]);
  }, 60_000);
}
