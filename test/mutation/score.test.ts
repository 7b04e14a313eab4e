import { expect, test } from "vitest";
import type { Verdict } from "./plugins.ts";
import { describeMutation, isSampled } from "./sample.ts";
import { merge, newSurvivors, percent, type Scores, tally } from "./score.ts";

const verdict = (file: string, mutation: string, status: string): Verdict => ({ file, line: 1, mutation, status });

const scoreOf = (survivors: string[], share = 1): Scores => ({ "a.ts": { killed: 3, of: 5, share, survivors } });

test("killed and timed out are noticed; survived and not covered are not", () => {
  const statuses = ["Timeout", "Survived", "Killed", "NoCoverage"];
  const verdicts = statuses.map((status) => verdict("b.ts", status, status));
  expect(tally([...verdicts, verdict("a.ts", "x", "Killed")], 0.5)).toEqual({
    "a.ts": { killed: 1, of: 1, share: 0.5, survivors: [] },
    "b.ts": { killed: 2, of: 4, share: 0.5, survivors: ["NoCoverage", "Survived"] },
  });
});

test("a mutant that survives now and was killed before is reported, also the second of the same text", () => {
  expect(newSurvivors(scoreOf(["x"]), scoreOf(["x"]))).toEqual([]);
  expect(newSurvivors(scoreOf(["x"]), scoreOf(["x", "x", "y"]))).toEqual([
    { file: "a.ts", mutation: "x" },
    { file: "a.ts", mutation: "y" },
  ]);
});

test("a file that is new, or was tried less before, says nothing of a fall", () => {
  expect(newSurvivors({}, scoreOf(["x"]))).toEqual([]);
  expect(newSurvivors(scoreOf([], 0.5), scoreOf(["x"]))).toEqual([]);
  expect(newSurvivors(scoreOf([], 0.5), scoreOf(["x"], 0.5))).toHaveLength(1);
});

test("a run replaces the files it tried, and files that are gone go", () => {
  const [before] = Object.values(scoreOf(["x"]));
  if (!before) throw new Error("there is no score");
  const now = { ...before, survivors: [] };
  const merged = merge({ "b.ts": before, "c.ts": before }, { "a.ts": now, "b.ts": now }, (file) => file !== "c.ts");
  expect(Object.entries(merged)).toEqual([
    ["a.ts", now],
    ["b.ts", now],
  ]);
});

test("a run that tried less than the kept score replaces nothing", () => {
  expect(merge(scoreOf(["x"], 0.5), scoreOf([], 0.1), () => true)).toEqual(scoreOf(["x"], 0.5));
  expect(merge(scoreOf(["x"], 0.5), scoreOf([], 0.5), () => true)).toEqual(scoreOf([], 0.5));
});

test("the percentage is of all files together, and undefined without any", () => {
  expect(percent([])).toBeUndefined();
  expect(percent([...Object.values(scoreOf([])), { killed: 1, of: 1, share: 1, survivors: [] }])).toBe(66.7);
});

test("a larger sample holds the smaller one, and each is about as large as its share", () => {
  const all = Array.from({ length: 2_000 }, (_, n) => ({ mutatorName: "m", original: `a${n}`, replacement: "b" }));
  const [small, large] = [0.1, 0.3].map((share) => all.filter((one) => isSampled(one, share)));
  expect(large).toEqual(expect.arrayContaining(small ?? []));
  expect(small?.length).toBeGreaterThan(150);
  expect(small?.length).toBeLessThan(250);
  expect(all.filter((one) => isSampled(one, 1))).toHaveLength(2_000);
  expect(all.filter((one) => isSampled(one, 0))).toHaveLength(0);
});

test("a mutation is described in one line, cut if it is long", () => {
  const told = describeMutation({ mutatorName: "Block", original: `{\n  ${"x".repeat(100)}\n}`, replacement: "{}" });
  expect(told).toBe(`Block: { ${"x".repeat(77)}… → {}`);
});
