/** Counts those who wait at the same time, so that nobody takes every place. */
export interface Places {
  /** Takes a place for each of these keys, or none at all; the answer gives them back, undefined where one is full. */
  take(keys: Readonly<Record<string, number>>): (() => void) | undefined;
}

/** `take` names each key with the most places it has. */
export function createPlaces(): Places {
  const taken = new Map<string, number>();
  const add = (key: string, by: number) => {
    const now = (taken.get(key) ?? 0) + by;
    if (now > 0) taken.set(key, now);
    else taken.delete(key);
  };
  const giver = (keys: readonly string[]): (() => void) => {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const key of keys) add(key, -1);
    };
  };
  return {
    take(keys) {
      const wanted = Object.keys(keys);
      if (wanted.some((key) => (taken.get(key) ?? 0) >= (keys[key] ?? 0))) return undefined;
      for (const key of wanted) add(key, 1);
      return giver(wanted);
    },
  };
}

/** Nobody has more tabs than this open on one attempt. */
const perAttempt = 32;

/** The places of one who waits: on its attempt, and among those of its address. */
export const placesFor = (
  attemptId: string,
  address: string | undefined,
  perAddress: number,
): Record<string, number> => ({
  [`attempt ${attemptId}`]: perAttempt,
  ...(address === undefined ? {} : { [`address ${address}`]: perAddress }),
});
