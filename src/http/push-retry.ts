import { sleep } from "../base/clock.ts";
import { errors, SaomaError } from "../domain/errors.ts";
import type { PushResult } from "../login/push/handle-push.ts";
import type { HttpDeps } from "./context.ts";

/** In milliseconds. WeChat waits 5 s for an answer and then delivers again; it may treat an early 5xx as final. */
const retryTimesMs = { total: 4_900, between: 200, hangUpAfter: 10_000 };

interface Held {
  readonly requestId: string;
  /** Aborts when the client disconnects. Called only after a failure, because creating it costs more than a whole push. */
  left(): AbortSignal;
}

/**
 * Retries until the push is processed or WeChat is about to close the connection. It then waits for WeChat to do that,
 * because WeChat delivers the push again only if it got no answer. Undefined if the client is not WeChat and stays.
 */
export async function retryUntilDeadline(
  deps: HttpDeps,
  held: Held,
  act: () => Promise<PushResult>,
): Promise<PushResult | undefined> {
  const begun = deps.clock.now();
  try {
    return await act();
  } catch (error) {
    deps.log.error({ err: error, requestId: held.requestId }, "a push could not be processed");
    const signal = held.left();
    const received = isHopeless(error) ? undefined : await tryAgain(deps, begun, signal, act);
    if (!received) await sleep(deps.clock, begun + retryTimesMs.hangUpAfter - deps.clock.now(), signal);
    return received;
  }
}

async function tryAgain({ clock }: HttpDeps, begun: number, signal: AbortSignal, act: () => Promise<PushResult>) {
  while (begun + retryTimesMs.total - clock.now() >= retryTimesMs.between && !signal.aborted) {
    await sleep(clock, retryTimesMs.between, signal);
    try {
      return await act();
    } catch (error) {
      if (isHopeless(error)) return undefined;
    }
  }
  return undefined;
}

const isHopeless = (error: unknown): boolean => !(error instanceof SaomaError && errors[error.code].retryable);
