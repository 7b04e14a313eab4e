import type { Clock } from "./clock.ts";

/** Thrown (as an abort reason) when a deadline passes. */
export class DeadlineExceeded extends Error {
  override name = "DeadlineExceeded";
}

/**
 * Runs `act` with a signal that aborts after `ms`. Fails with {@link DeadlineExceeded} then, even if `act` ignores the
 * signal.
 */
export async function withDeadline<T>(clock: Clock, ms: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(ms, () => {
    const reason = new DeadlineExceeded(`no answer within ${ms} ms`);
    controller.abort(reason);
    late.reject(reason);
  });
  try {
    return await Promise.race([act(controller.signal), late.promise]);
  } finally {
    cancel();
  }
}
