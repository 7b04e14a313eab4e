import { expect, test } from "vitest";
import { bugs } from "./bugs.ts";
import { findCounterexample } from "./find-counterexample.ts";
import { large, small } from "./scenarios.ts";
import { search } from "./search.ts";

const statesEach = 1_000;

for (const scenario of [...small, ...large]) {
  test(`every law holds in each of the first ${statesEach} states of the world "${scenario.name}"`, async () => {
    const { violation, states } = await search(scenario, {}, { depth: 60, states: statesEach });
    expect(violation).toBeUndefined();
    expect(states).toBeGreaterThan(400);
  });
}

test(`the search finds each of ${bugs.length} seeded bugs`, { timeout: 240_000 }, async () => {
  const missed: string[] = [];
  for (const bug of bugs) {
    const { counterexample } = await findCounterexample(bug, { depth: 12, states: 8_000 });
    if (!counterexample) missed.push(bug.name);
  }
  expect(missed).toEqual([]);
  expect(bugs.length).toBeGreaterThanOrEqual(25);
});
