// What several processes did to the attempts of one person, and when.
import type { Attempt } from "../../src/domain/attempt.ts";
import type { AttemptEvent, Outcome } from "../../src/domain/attempt-event.ts";

export interface Operation {
  /** The index of the attempt. */
  readonly attempt: number;
  readonly event: AttemptEvent;
}

/** What an operation answered. A redeem that signs in also answers whose account it is. */
export interface Answer {
  readonly outcome: Outcome;
  readonly account?: string;
}

export interface Call extends Operation {
  readonly process: number;
  /** Times of one clock. */
  readonly begin: number;
  readonly end: number;
  /** Absent where the caller does not know whether it happened. */
  readonly answer?: Answer;
}

export interface History {
  /** As they were before all calls. */
  readonly attempts: readonly Attempt[];
  readonly calls: readonly Call[];
  /** As they are stored after all calls. */
  readonly stored: readonly Attempt[];
}
