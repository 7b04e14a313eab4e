// Holds requests until their attempt changes (`Prefer: wait`, RFC 7240, section 4.3).
import type { Clock } from "../base/clock.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { Login } from "../login/login.ts";
import type { EventReader } from "./event-source.ts";

/** The outcome of a held request: the changed attempt, or why there is none. */
export type PollOutcome = Attempt | "unchanged" | "taken_over";

/** The held requests of a service. */
export interface LongPolls {
  /**
   * Calls `settle` once, after `ms` at the latest. Returns a function to call when the client is gone, which may be
   * called after `settle`, too.
   */
  begin(attemptId: string, reader: EventReader, ms: number, settle: (outcome: PollOutcome) => void): () => void;
}

export interface LongPollDeps {
  readonly login: Pick<Login, "follow">;
  readonly clock: Clock;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}

/** Calls, not promises: a held request costs its connection and some small objects. */
export function createLongPolls(deps: LongPollDeps): LongPolls {
  const held = new Set<() => void>();
  const releaseAll = () => {
    for (const release of held) release();
  };
  return {
    begin(attemptId, reader, ms, settle) {
      // Adding the same listener again changes nothing.
      deps.closing.addEventListener("abort", releaseAll);
      let isOver = false;
      let unfollow = () => {};
      const stop = () => {
        isOver = true;
        held.delete(release);
        cancel();
        unfollow();
      };
      const finish = (outcome: PollOutcome) => {
        if (isOver) return;
        stop();
        settle(outcome);
      };
      const release = () => finish("unchanged");
      const cancel = deps.clock.after(ms, release);
      held.add(release);
      unfollow = deps.login.follow(attemptId, {
        ...reader,
        state: finish,
        ended: release,
        takenOver: () => finish("taken_over"),
      });
      if (deps.closing.aborted) release();
      return stop;
    },
  };
}
