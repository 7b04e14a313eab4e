import { expect, test } from "vitest";
import { fuzzBodies } from "./bodies.ts";
import { fuzzPushes } from "./pushes.ts";

const seed = 20_260_501;

test("nonsense that is signed is read as another parser reads it, or refused, and never fails", {
  timeout: 60_000,
}, async () => {
  const tally = await fuzzPushes(seed, { inputs: 6_000, requestEvery: 20 });
  expect(tally.disagreements).toEqual([]);
  expect(tally.failures).toEqual([]);
  expect(tally.compared).toBeGreaterThan(500);
  expect(tally.refused.malformed).toBeGreaterThan(500);
});

test("nonsense at the routes of /v1 is the caller's fault, never ours", { timeout: 60_000 }, async () => {
  const tally = await fuzzBodies(seed, 800);
  expect(tally.failures).toEqual([]);
  expect(tally.statuses["400"]).toBeGreaterThan(50);
});
