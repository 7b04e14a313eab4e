import { networkOf } from "../base/ip-network.ts";

/** Counts concurrent waiters, to keep a single client from taking every slot. */
export interface ConnectionLimiter {
  /**
   * Acquires a slot in every limiter or in none. Returns a function that releases them, or undefined if any is full.
   */
  acquire(...wanted: readonly ConnectionSlot[]): (() => void) | undefined;
}

/** A limit by name: at most `most` slots of it can be taken. */
export interface ConnectionSlot {
  readonly key: string;
  readonly most: number;
}

/** The number of taken slots of one name. All holders of a slot share this object. */
interface Taken {
  readonly key: string;
  count: number;
}

export function createConnectionLimiter(): ConnectionLimiter {
  const taken = new Map<string, Taken>();

  function one(key: string): Taken {
    const known = taken.get(key) ?? { key, count: 0 };
    taken.set(key, known);
    known.count++;
    return known;
  }

  function back(held: Taken): void {
    held.count--;
    if (held.count === 0) taken.delete(held.key);
  }

  /** Returns one function per slot and allocates nothing else, because there may be ten thousand. */
  function giver(of: Taken): () => void {
    let held: Taken | undefined = of;
    return () => {
      if (held) back(held);
      held = undefined;
    };
  }

  return {
    acquire(...wanted) {
      if (wanted.some(({ key, most }) => (taken.get(key)?.count ?? 0) >= most)) return undefined;
      const givers = wanted.map(({ key }) => giver(one(key)));
      if (givers.length === 1) return givers[0];
      return () => {
        for (const give of givers) give();
      };
    },
  };
}

/** The maximum number of tabs on one attempt. */
const perAttempt = 32;

/**
 * A slot on an attempt, for clients that have proved its claim: a stranger must neither take one nor learn how many
 * are taken.
 */
export const onAttempt = (attemptId: string): ConnectionSlot => ({ key: `attempt ${attemptId}`, most: perAttempt });

/** A slot among those of an address's network: clients of one IPv6 /64 share the slots of one address. */
export const ofAddress = (address: string | undefined, perAddress: number): ConnectionSlot => ({
  key: `address ${networkOf(address)}`,
  most: perAddress,
});

/** The limiter keys of a waiting client: its attempt, and its address. */
export const slotsFor = (attemptId: string, address: string | undefined, perAddress: number): ConnectionSlot[] => [
  onAttempt(attemptId),
  ofAddress(address, perAddress),
];
