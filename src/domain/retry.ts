const second = 1_000;
const minute = 60 * second;

/** Between two tries of an outbox, in milliseconds. An hour is the longest. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute];

/** How long to wait after so many tries that failed, in milliseconds. */
export const waitAfter = (tries: number): number => waits[Math.min(tries, waits.length) - 1] ?? 5 * second;
