import { unreachable } from "./failure.ts";
import { type TransportContext, unfit } from "./transport.ts";

/** The first data comes at once; where it does not within so many milliseconds, something holds it back. */
const firstDataMs = 6_000;
/** The service says something every 20 s, so a connection that was silent for so long may be dead. */
const maxSilenceMs = 45_000;

/** Aborts a transport's connection when it stays silent for too long. */
export function createIdleWatchdog({ client, retryPolicy, abortScope }: TransportContext) {
  const { after } = client.platform;
  let cancel = after(firstDataMs, () => abortScope.abort(unfit));
  const watchdog = {
    /** Whether the service has said anything. */
    received: false,
    /** To be called whenever it does. */
    onData(): void {
      cancel();
      cancel = after(maxSilenceMs, () => abortScope.abort(unreachable()));
      watchdog.received = true;
      retryPolicy.worked();
    },
    stop: () => cancel(),
  };
  return watchdog;
}
