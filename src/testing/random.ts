import { createHash } from "node:crypto";
import type { Random } from "../base/random.ts";

/**
 * Makes a source of bytes that look random, and are the same for the same seed: SHA-256 of the seed and a counter.
 *
 * @example
 * import { createSeededRandom } from "saoma/testing";
 *
 * const random = createSeededRandom("a test");
 */
export function createSeededRandom(seed: number | string): Random {
  let counter = 0;
  let rest = Buffer.alloc(0);
  return {
    bytes(length) {
      while (rest.length < length) rest = Buffer.concat([rest, block(`${seed}/${counter++}`)]);
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      return new Uint8Array(bytes);
    },
  };
}

const block = (text: string): Buffer => createHash("sha256").update(text).digest();
