import type { AttemptView } from "../wire/attempt.ts";
import { until } from "./abort-scope.ts";
import type { Look } from "./attempts.ts";
import { RequestFailed } from "./failure.ts";
import { type Followed, isDecided } from "./transport.ts";

/** Milliseconds between two polls of an attempt that another tab follows, plus a random part of up to as much again. */
const intervalMs = 2_500;

/**
 * While another tab follows the attempt: polls while this page is visible, so that the result is shown here, too.
 * Returns how it was decided; undefined once this tab takes it back. If the other tab has replaced the attempt, nothing
 * is decided: this tab can take back the new one.
 */
export async function waitWhileTakenOver({ client, attempt, tab, signal }: Followed): Promise<AttemptView | undefined> {
  const { after, random, visible } = client.platform;
  let isReplaced = false;
  for (;;) {
    const isTaken = await until<boolean>(signal, (done) => {
      const cancel = after(intervalMs * (1 + random()), () => done(false));
      const stop = tab.onTake(() => done(true));
      return () => {
        cancel();
        stop();
      };
    });
    if (isTaken) return undefined;
    if (isReplaced || !visible()) continue;
    const { view } = await client.attempts.look(attempt, {}, signal).catch(orNothing);
    isReplaced = view?.status === "cancelled";
    if (view && isDecided(view) && !isReplaced) return view;
  }
}

/** Treats a retryable failure as no change: the next poll may succeed. */
function orNothing(error: unknown): Look {
  if (error instanceof RequestFailed && error.retryable) return {};
  throw error;
}
