import type { Clock } from "../base/clock.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Log } from "../ports/log.ts";

const minute = 60_000;

/**
 * The client disconnected in the middle of its body. This is not an error of the service, and could fill the log: it
 * is counted.
 */
export class BodyAborted extends SaomaError {
  override name = "BodyAborted";

  constructor(cause?: unknown) {
    super("invalid_request", { message: "The body ended before it was whole.", cause });
  }
}

/** Counts clients that disconnected in the middle of their bodies. */
export type CountAborted = () => void;

/** At most one line a minute says how many there were since the last. */
export function createAbortedBodies({ clock, log }: { readonly clock: Clock; readonly log: Log }): CountAborted {
  let times = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  return () => {
    times++;
    const now = clock.now();
    // A clock that was put back silences nothing for longer than a minute.
    if (now >= saidAt && now < saidAt + minute) return;
    log.info({ times }, "clients left in the middle of their bodies");
    saidAt = now;
    times = 0;
  };
}
