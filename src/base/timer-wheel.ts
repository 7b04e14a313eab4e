import type { Clock } from "./clock.ts";

/** Members that are called in turn. */
export interface TimerWheel<T> extends Iterable<T> {
  add(member: T): void;
  delete(member: T): void;
}

const slots = 100;

/**
 * Calls each member once in `every` milliseconds, a hundredth of them at a time: calling ten thousand at once would
 * block everything else. No timer runs while there are no members.
 */
export function createTimerWheel<T>(clock: Clock, every: number, call: (member: T) => void): TimerWheel<T> {
  const members = new Map<T, number>();
  const rounds = Array.from({ length: slots }, () => new Set<T>());
  let [joining, turning] = [0, false];

  function turn(slot: number): void {
    for (const member of rounds[slot] ?? []) call(member);
    turning = members.size > 0;
    if (turning) clock.after(every / slots, () => turn((slot + 1) % slots));
  }

  return {
    add(member) {
      const slot = joining++ % slots;
      members.set(member, slot);
      rounds[slot]?.add(member);
      if (turning) return;
      turning = true;
      clock.after(every / slots, () => turn(0));
    },
    delete(member) {
      rounds[members.get(member) ?? 0]?.delete(member);
      members.delete(member);
    },
    [Symbol.iterator]: () => members.keys(),
  };
}
