import { isBusy } from "./failure.ts";

/**
 * How long one try blocks on another process's transaction, in milliseconds. SQLite asks again at growing
 * distances while it waits: many short tries find a gap between a busy neighbour's transactions sooner than
 * one long one.
 */
export const busyTimeout = 50;

/** About 4 s in all, because a push must be answered within 5 s. */
const tries = 80;

/** Tries until the database is free, and lets the event loop turn between. */
export async function whenFree(step: () => void): Promise<void> {
  for (let left = tries; !tried(step, left); left--) await new Promise((resolve) => setImmediate(resolve));
}

/** The same without letting go, for the start, when nothing else is going on. */
export function blockUntilFree(step: () => void): void {
  for (let left = tries; !tried(step, left); left--);
}

/** False where it was busy and there are tries left. */
function tried(step: () => void, left: number): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (left === 0 || !isBusy(error)) throw error;
    return false;
  }
}
