import { isBusy } from "./failure.ts";

/**
 * How long one try waits for another process's transaction, in milliseconds. SQLite polls at growing intervals while it
 * waits, so many short tries find a gap between the transactions of a busy process sooner than one long try.
 */
export const busyTimeout = 50;

/** About 4 s in all, because a push must be answered within 5 s. */
const tries = 80;

/** Tries until the database is free. The event loop runs between the tries. */
export async function whenFree(step: () => void): Promise<void> {
  for (let left = tries; !tried(step, left); left--) await new Promise((resolve) => setImmediate(resolve));
}

/** As {@link whenFree}, but blocks the event loop; for the start, when nothing else is running. */
export function blockUntilFree(step: () => void): void {
  for (let left = tries; !tried(step, left); left--);
}

/** Runs a try. Returns false if the database was busy and there are tries left. */
function tried(step: () => void, left: number): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (left === 0 || !isBusy(error)) throw error;
    return false;
  }
}
