import { expect, test } from "vitest";
import { systemRandom } from "../../src/base/random.ts";

test("the system's bytes never repeat, at any length", () => {
  const seen = new Set<string>();
  let taken = 0;
  const lengths = [16, 17, 512, 513, 4096, 5000];
  for (let n = 0; n < 3_000; n++) {
    const bytes = systemRandom.bytes(lengths[n % lengths.length] ?? 16);
    expect(bytes.length).toBe(lengths[n % lengths.length]);
    for (let at = 0; at + 16 <= bytes.length && at < 64; at += 16) {
      taken++;
      seen.add(Buffer.from(bytes.subarray(at, at + 16)).toString("hex"));
    }
  }
  expect(seen.size).toBe(taken);
});

test("returned bytes are never returned again, and are not changed", () => {
  const first = systemRandom.bytes(9);
  const before = Buffer.from(first).toString("hex");
  for (let n = 0; n < 2_000; n++) systemRandom.bytes(9);
  expect(Buffer.from(first).toString("hex")).toBe(before);
  expect(first.buffer.byteLength).toBe(9);
});
