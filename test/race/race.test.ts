import { afterAll, beforeAll, expect, test } from "vitest";
import { concurrency, createRaceRun, type RaceRun } from "./harness.ts";
import { races, run } from "./races.ts";

const rounds = 10;
let context: RaceRun;

beforeAll(async () => {
  context = await createRaceRun();
});

afterAll(() => context.close());

for (const [index, [name, race]] of Object.entries(races).entries()) {
  test(`${name}: ${concurrency} at once, ${rounds} times, and one winner`, async () => {
    const { wrong } = await run(context, race, rounds, index * 1_000);
    expect(wrong).toEqual([]);
  });
}
