/** Random numbers from a seed (mulberry32, public domain). Fast, and good enough for fuzzing. */
export interface Chance {
  /** An integer from 0 up to, but not including, `below`. */
  int(below: number): number;
  /** Returns true once in `times` calls on average. */
  once(times: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { int, once: (times) => int(times) === 0, pick: (items) => items[int(items.length)] ?? items[0] };
}
