// How many transactions a process runs at a time: fewer while they conflict.
import { createWaitingLine, type WaitingLimits } from "./waiting-line.ts";

/** Those that wait are admitted in the order in which they first came, even if they ran before. */
export interface ConcurrencyLimit {
  /** A number in the order of arrival. */
  arrive(): number;
  /** Waits until this one may run. Rejects with `store_unavailable` after too long; it has no place to leave then. */
  enter(arrival: number): Promise<void>;
  leave(): void;
  /** A transaction was rolled back because of a concurrent one. */
  noteConflict(): void;
  /** A transaction was committed at its first try. */
  noteCommit(): void;
}

/** A conflict takes one off the limit, and so many commits add it again: about one of ten transactions conflicts. */
const commitsForOne = 10;

export function createConcurrencyLimit(most: number, limits?: WaitingLimits): ConcurrencyLimit {
  const line = createWaitingLine(limits);
  // Counted in commits, so that it stays exact.
  let limit = most * commitsForOne;
  let [running, arrived] = [0, 0];

  const isFull = (): boolean => running >= Math.floor(limit / commitsForOne);

  function admit(): void {
    while (!isFull() && line.admitNext()) running++;
  }

  return {
    arrive: () => arrived++,
    async enter(arrival) {
      // The line is empty here: `admit` runs whenever a place becomes free.
      if (isFull()) return line.wait(arrival);
      running++;
    },
    leave() {
      running--;
      admit();
    },
    noteConflict() {
      limit = Math.max(commitsForOne, limit - commitsForOne);
    },
    noteCommit() {
      limit = Math.min(most * commitsForOne, limit + 1);
      admit();
    },
  };
}
