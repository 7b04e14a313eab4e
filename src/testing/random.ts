import { createHash } from "node:crypto";
import type { Random } from "../base/random.ts";

/** Bytes that look random and are the same for the same seed: SHA-256 over the seed and a counter. */
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
