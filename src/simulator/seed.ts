import { createHash } from "node:crypto";
import type { Random } from "../base/random.ts";

/** Bytes that are the same for the same seed: SHA-256 over the seed and a counter. Not for secrets. */
export function createSeeded(seed: string): Random {
  let counter = 0;
  let rest = Buffer.alloc(0);
  return {
    bytes(length) {
      while (rest.length < length) rest = Buffer.concat([rest, block(`saoma world/${seed}/${counter++}`)]);
      const bytes = new Uint8Array(rest.subarray(0, length));
      rest = rest.subarray(length);
      return bytes;
    },
  };
}

const block = (text: string): Buffer => createHash("sha256").update(text).digest();
