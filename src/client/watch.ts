import type { AttemptView } from "../wire/attempt.ts";
import { openAbortScope } from "./abort-scope.ts";
import { byEvents } from "./events.ts";
import { isStatus, RequestFailed } from "./failure.ts";
import { abortOnVisibilityChange, untilVisible, visibilityChanged } from "./page-visibility.ts";
import { byLongPoll, byPoll } from "./polling.ts";
import { bySocket } from "./socket.ts";
import { type Followed, isDecided, type Transport, type TransportContext } from "./transport.ts";

/** The transports, best first. The last one works wherever any request works. */
const transports: readonly Transport[] = [bySocket, byEvents, byLongPoll, byPoll];
const last = transports.length - 1;

/** After this many failures in a row, the next transport is tried. */
const maxFailures = 3;

/** A connection that lasted this many milliseconds counts as working, even if no view arrived. */
const steadyMs = 15_000;

/**
 * Yields the views of the attempt as they arrive, until one is decided. Changes the transport if one does not work,
 * reconnects, pauses while the page is hidden, and reconnects when it is shown again. Throws `taken_over` if another tab
 * follows the attempt.
 */
export async function* watch(followed: Followed): AsyncGenerator<AttemptView> {
  const { client, retryPolicy, signal } = followed;
  const { platform } = client;
  const choice = createTransportChoice();
  let status: AttemptView["status"] = "pending";
  // A person who has scanned is about to confirm. On a phone, the browser is then hidden behind WeChat.
  const maySleep = () => status === "pending";

  for (;;) {
    if (maySleep()) await untilVisible(platform, signal);
    const abortScope = openAbortScope(signal);
    const stop = abortOnVisibilityChange(platform, abortScope, maySleep);
    const opened = platform.now();
    let news = false;
    let failure: unknown;
    try {
      const { transport, memory } = choice.current();
      for await (const view of transport({ ...followed, abortScope, memory, signal: abortScope.signal })) {
        news = true;
        status = view.status;
        yield view;
        if (isDecided(view)) return;
      }
    } catch (error) {
      failure = error;
    } finally {
      stop();
      abortScope.abort();
    }
    if (signal.aborted) throw signal.reason;
    if (abortScope.signal.reason === visibilityChanged) continue;
    const setback = choice.ended(news || platform.now() - opened > steadyMs, failure);
    if (setback) await retryPolicy.failed(setback, signal);
  }
}

/** Chooses the transport, and keeps its memory between connections. */
function createTransportChoice() {
  let [index, failures] = [0, 0];
  let memory: TransportContext["memory"] = {};
  return {
    current: () => ({ transport: transports[index] ?? byPoll, memory }),
    /** Records the end of a connection. Returns the failure; undefined if the next transport may be tried at once. */
    ended(worked: boolean, failure: unknown): unknown {
      failures = worked ? 0 : failures + 1;
      const unfit = isUnfit(failure);
      if (index === last || (!unfit && failures < maxFailures)) return failure;
      [index, failures, memory] = [index + 1, 0, {}];
      return unfit ? undefined : failure;
    },
  };
}

/** The service, or a proxy in front of it, may not support this transport at all. */
const isUnfit = (failure: unknown): boolean =>
  failure !== undefined && (!(failure instanceof RequestFailed) || isStatus(failure, 405, 406, 426, 501));
