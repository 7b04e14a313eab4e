// Calls that wait for a place at the database, in order and for a limited time.
import { type Clock, systemClock } from "../../base/clock.ts";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";

export interface WaitingLine {
  /**
   * Resolves once `admitNext` admits it: behind all whose number is smaller or the same. Rejects with
   * `store_unavailable` if that takes too long; it is not in the line any more then.
   */
  wait(order: number): Promise<void>;
  /** Admits the first call in the line. Returns false if the line is empty. */
  admitNext(): boolean;
}

export interface WaitingLimits {
  /** How long one waits, in milliseconds; default ten seconds. */
  readonly longestWait?: number | undefined;
  /** A timer in real time; only tests set it. */
  readonly after?: Clock["after"] | undefined;
}

/**
 * Longer than a burst takes that the database gets through, and shorter than the 15 s for which `saoma/client` waits.
 * While the server does not respond, each transaction fails after seconds, and without a limit those behind would wait
 * for the sum.
 */
const tenSeconds = 10_000;

interface Waiting {
  readonly order: number;
  admit(): void;
}

export function createWaitingLine({
  longestWait = tenSeconds,
  after = systemClock.after,
}: WaitingLimits = {}): WaitingLine {
  const line: Waiting[] = [];
  return {
    wait(order) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const cancel = after(longestWait, () => {
        line.splice(line.indexOf(waiting), 1);
        reject(overloaded(longestWait));
      });
      const admit = () => {
        cancel();
        resolve();
      };
      const waiting: Waiting = { order, admit };
      line.splice(line.findLastIndex((other) => other.order <= order) + 1, 0, waiting);
      return promise;
    },
    admitNext() {
      const first = line.shift();
      first?.admit();
      return first !== undefined;
    },
  };
}

const overloaded = (waited: number): SaomaError =>
  new SaomaError("store_unavailable", {
    detail: english`The database is overloaded: a call waited ${waited / 1000} s for its turn and was refused.`,
  });
