// How many transactions a process runs at a time: fewer while they conflict.

/** Those that wait are admitted in the order in which they first came, even if they ran before. */
export interface ConcurrencyLimit {
  /** A number in the order of arrival. */
  arrive(): number;
  /** Waits until this one may run. */
  enter(arrival: number): Promise<void>;
  /** For one that runs again: waits for others if too many are running. */
  reenter(arrival: number): Promise<void>;
  leave(): void;
  /** A transaction was rolled back because of a concurrent one. */
  noteConflict(): void;
  /** A transaction was committed at its first try. */
  noteCommit(): void;
}

interface Waiting {
  readonly arrival: number;
  start(): void;
}

/** A conflict takes one off the limit, and so many commits add it again: about one of ten transactions conflicts. */
const commitsForOne = 10;

export function createConcurrencyLimit(most: number): ConcurrencyLimit {
  const waiting: Waiting[] = [];
  // Counted in commits, so that it stays exact.
  let limit = most * commitsForOne;
  let [running, arrived] = [0, 0];

  const mayRun = (): number => Math.floor(limit / commitsForOne);

  function admit(): void {
    while (running < mayRun() && waiting.length > 0) {
      running++;
      waiting.shift()?.start();
    }
  }

  function enter(arrival: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = waiting.findLastIndex((other) => other.arrival < arrival);
    waiting.splice(before + 1, 0, { arrival, start: resolve });
    admit();
    return promise;
  }

  function leave(): void {
    running--;
    admit();
  }

  return {
    arrive: () => arrived++,
    enter,
    async reenter(arrival) {
      if (running <= mayRun()) return;
      leave();
      await enter(arrival);
    },
    leave,
    noteConflict() {
      limit = Math.max(commitsForOne, limit - commitsForOne);
    },
    noteCommit() {
      limit = Math.min(most * commitsForOne, limit + 1);
      admit();
    },
  };
}
