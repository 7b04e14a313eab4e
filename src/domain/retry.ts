const second = 1_000;
const minute = 60 * second;

/** The delays between the tries of an outbox (webhooks, back-channel logouts), in milliseconds. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute];

/** The delay after this many failed tries, in milliseconds; at most an hour. */
export const waitAfter = (tries: number): number => waits[Math.min(tries, waits.length) - 1] ?? 5 * second;
