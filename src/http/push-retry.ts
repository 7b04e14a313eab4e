import { sleep } from "../base/clock.ts";
import { errors, SaomaError } from "../domain/errors.ts";
import type { PushResult } from "../login/push/handle-push.ts";
import type { HttpDeps } from "./context.ts";

/** WeChat gives up on an answer after 5 s, and asks again; a quick 5xx it may take as final. */
const retryTimesMs = { total: 4_900, between: 200, hangUpAfter: 10_000 };

interface Held {
  readonly requestId: string;
  /** Aborts when the client leaves. Asked for here alone: it may cost more than all the rest of a push that goes well. */
  left(): AbortSignal;
}

/**
 * Tries until the push is dealt with or WeChat is about to hang up, and then lets it hang up, so that it
 * delivers again. Undefined, long after that, for a client that is not WeChat.
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
