import { expect, test } from "vitest";
import { readAtMost } from "../../src/base/bounded-body.ts";
import { dropOldest } from "../../src/base/drop-oldest.ts";

test("a body of exactly the maximum is read; one byte more is not, and its stream is cancelled", async () => {
  const read: number[] = [];
  let isCancelled = false;
  async function* body() {
    try {
      for (const length of [2, 2, 2]) {
        read.push(length);
        yield new Uint8Array(length);
      }
    } finally {
      isCancelled = true;
    }
  }
  expect((await readAtMost(body(), 6))?.length).toBe(6);
  isCancelled = false;
  expect(await readAtMost(body(), 3)).toBeUndefined();
  expect([read, isCancelled]).toEqual([[2, 2, 2, 2, 2], true]);
});

test("no body at all is empty", async () => {
  expect((await readAtMost(null, 3))?.length).toBe(0);
});

test("the oldest entry is dropped first, from a map and from a set", () => {
  const map = new Map([..."abc"].map((key) => [key, 1]));
  dropOldest(map, 2);
  dropOldest(map, 2);
  const set = new Set("abc");
  set.delete("a");
  set.add("a");
  dropOldest(set, 1);
  expect([[...map.keys()], [...set]]).toEqual([["b", "c"], ["a"]]);
});
