import type { Clock } from "../base/clock.ts";
import type { Attempt } from "../domain/attempt.ts";
import { viewAttempt } from "./views.ts";

/** Browsers reconnect after this many milliseconds. */
const retry = 2_000;

/** A comment this often keeps proxies from closing a quiet stream. */
const heartbeatEvery = 20_000;

/**
 * An attempt's states as blocks of `text/event-stream` (HTML, section 9.2). Each id is the state's version.
 * `ended` is called when nobody listens any more.
 */
export async function* eventBlocks(
  states: AsyncGenerator<Attempt>,
  clock: Clock,
  ended: () => void,
): AsyncGenerator<string> {
  try {
    yield `retry: ${retry}\n\n`;
    for await (const attempt of withHeartbeat(states, clock)) {
      yield attempt
        ? `event: status\nid: ${attempt.version}\ndata: ${JSON.stringify(viewAttempt(attempt))}\n\n`
        : ":\n\n";
    }
  } finally {
    ended();
  }
}

/** The states, and `undefined` whenever there was none for a while. */
async function* withHeartbeat(states: AsyncGenerator<Attempt>, clock: Clock): AsyncGenerator<Attempt | undefined> {
  let next = states.next();
  try {
    for (;;) {
      const beat = Promise.withResolvers<undefined>();
      const cancel = clock.after(heartbeatEvery, () => beat.resolve(undefined));
      const came = await Promise.race([next, beat.promise]);
      cancel();
      if (came?.done) return;
      yield came?.value;
      if (came) next = states.next();
    }
  } finally {
    next.catch(() => {});
    await states.return(undefined);
  }
}
