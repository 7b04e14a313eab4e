import { expect, test } from "vitest";
import { createSeededRandom } from "../../src/testing/random.ts";

test("gives the same bytes for the same seed, however they are asked for", () => {
  const whole = createSeededRandom(7).bytes(100);
  const parts = createSeededRandom(7);
  expect(Buffer.concat([parts.bytes(1), parts.bytes(32), parts.bytes(67)])).toEqual(Buffer.from(whole));
});

test("gives other bytes for another seed, and never the same again", () => {
  const random = createSeededRandom(7);
  const first = Buffer.from(random.bytes(16));
  expect(Buffer.from(random.bytes(16))).not.toEqual(first);
  expect(Buffer.from(createSeededRandom(8).bytes(16))).not.toEqual(first);
});
