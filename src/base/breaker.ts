import type { Clock } from "./clock.ts";

/** Spares callers the wait for something that is away. */
export interface Breaker {
  /** Whether it may be called. Once it rested, one call tries it, and all others wait for what that comes to. */
  allows(): boolean;
  /** It was there. */
  worked(): void;
  /** It was not. */
  failed(): void;
}

export interface BreakerOptions {
  readonly clock: Clock;
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long it rests then, in milliseconds. */
  readonly restMs: number;
}

export function createBreaker({ clock, failures, restMs }: BreakerOptions): Breaker {
  let failed = 0;
  let closedUntil = 0;
  return {
    allows() {
      if (failed < failures) return true;
      const now = clock.now();
      if (now < closedUntil) return false;
      closedUntil = now + restMs;
      return true;
    },
    worked() {
      failed = 0;
    },
    failed() {
      failed++;
      closedUntil = clock.now() + restMs;
    },
  };
}
