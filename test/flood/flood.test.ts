import { afterEach, beforeEach, expect, test } from "vitest";
import { endure } from "./flood.ts";
import { floods } from "./floods.ts";
import { openPlace, type Place } from "./place.ts";

let place: Place;

beforeEach(async () => {
  place = await openPlace(10);
});

afterEach(() => place.close());

for (const name of Object.keys(floods)) {
  test(`visitors sign in during a flood (${name})`, async () => {
    const { visitors, heard } = await endure(place, name, { strength: 0.05, least: 5, ms: 0 });
    expect(visitors.troubles).toEqual([]);
    expect(visitors.signedIn).toBe(visitors.tried);
    expect([...heard.keys()].filter((status) => status.startsWith("5"))).toEqual([]);
  }, 60_000);
}
