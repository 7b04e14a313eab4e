// What several processes did to the attempts of one person, and when.
import type { Attempt } from "../../src/domain/attempt.ts";
import type { AttemptEvent, Outcome } from "../../src/domain/attempt-event.ts";

export interface Operation {
  /** The index of the attempt. */
  readonly attempt: number;
  readonly event: AttemptEvent;
}

/** The answer of an operation. A redeem that signs in also returns the account. */
export interface Answer {
  readonly outcome: Outcome;
  readonly account?: string;
}

export interface Call extends Operation {
  readonly process: number;
  /** Times of the same clock. */
  readonly begin: number;
  readonly end: number;
  /** Absent if the caller does not know whether it took effect. */
  readonly answer?: Answer;
}

export interface History {
  /** The attempts before all calls. */
  readonly attempts: readonly Attempt[];
  readonly calls: readonly Call[];
  /** The stored attempts after all calls. */
  readonly stored: readonly Attempt[];
}
