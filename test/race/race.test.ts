import { afterAll, beforeAll, expect, test } from "vitest";
import { races, run } from "./races.ts";
import { runners, setTrack, type Track } from "./start-line.ts";

const rounds = 10;
let track: Track;

beforeAll(async () => {
  track = await setTrack();
});

afterAll(() => track.close());

for (const [index, [name, race]] of Object.entries(races).entries()) {
  test(`${name}: ${runners} at once, ${rounds} times, and one winner`, async () => {
    const { wrong } = await run(track, race, rounds, index * 1_000);
    expect(wrong).toEqual([]);
  });
}
