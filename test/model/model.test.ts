import { expect, test } from "vitest";
import { bugs } from "./bugs.ts";
import { hunt } from "./hunt.ts";
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
    const { trophy } = await hunt(bug, { depth: 12, states: 8_000 });
    if (!trophy) missed.push(bug.name);
  }
  expect(missed).toEqual([]);
  expect(bugs.length).toBeGreaterThanOrEqual(25);
});
