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
): Promise<SettledPush | undefined> {
  const begun = deps.clock.now();
  const received = await settle(deps, held, begun, act);
  if (received && !("late" in received)) return received;
  await sleep(deps.clock, begun + retryTimesMs.hangUpAfter - deps.clock.now(), held.left());
  return undefined;
}

/** What a push came to. */
type SettledPush = Exclude<PushResult, { readonly late: true }>;

async function settle(deps: HttpDeps, held: Held, begun: number, act: () => Promise<PushResult>) {
  try {
    return await act();
  } catch (error) {
    deps.log.error({ err: error, requestId: held.requestId }, "a push could not be processed");
    return isHopeless(error) ? undefined : await tryAgain(deps, begun, held.left(), act);
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
