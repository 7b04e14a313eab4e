import { randomFillSync } from "node:crypto";

/** The source of randomness: the system's in production, seeded in tests. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

const poolSize = 4096;

/**
 * The system's cryptographic generator. It is read in pools, because a call costs as much for 4 bytes as for 4096.
 * Bytes are wiped from the pool when they are returned.
 */
export const systemRandom: Random = createPooled();

function createPooled(): Random {
  const pool = new Uint8Array(poolSize);
  let used = poolSize;
  return {
    bytes(length) {
      if (length > poolSize / 8) return randomFillSync(new Uint8Array(length));
      if (used + length > poolSize) {
        randomFillSync(pool);
        used = 0;
      }
      const taken = pool.slice(used, used + length);
      pool.fill(0, used, used + length);
      used += length;
      return taken;
    },
  };
}

/** A whole number in [0, below), without modulo bias. `below` at most 2^32. */
export function randomInt(random: Random, below: number): number {
  const limit = 2 ** 32 - (2 ** 32 % below);
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
    const n = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (n < limit) return n % below;
  }
}

/** One of `items`, which must not be empty. */
export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[randomInt(random, items.length)] ?? items[0];
}
