import { expect, test } from "vitest";
import { changeBugs } from "./changes/bugs.ts";
import { searchChanges } from "./changes/search.ts";

test("every law of announced changes, objections and “not mine” holds in each of the first 5,000 states", async () => {
  const { violation, states } = await searchChanges({}, { depth: 12, states: 5_000 });
  expect(violation).toBeUndefined();
  expect(states).toBeGreaterThanOrEqual(5_000);
});

test.each(changeBugs.map((bug) => [bug.name, bug] as const))("the search finds that %s", async (_, { fault }) => {
  const { violation } = await searchChanges(fault, { depth: 6, states: 4_000 });
  expect(violation?.law).toBeDefined();
});
