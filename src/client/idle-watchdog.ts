import { unreachable } from "./failure.ts";
import { type TransportContext, unfit } from "./transport.ts";

/** The first data is sent at once; if it does not arrive within this many milliseconds, a proxy is buffering it. */
const firstDataMs = 6_000;
/** The service sends something every 20 s, so a connection that is silent for this many milliseconds may be dead. */
const maxSilenceMs = 45_000;

/** Aborts a transport's connection when it stays silent for too long. */
export function createIdleWatchdog({ client, retryPolicy, abortScope }: TransportContext) {
  const { after } = client.platform;
  let cancel = after(firstDataMs, () => abortScope.abort(unfit));
  const watchdog = {
    /** Whether any data has arrived. */
    received: false,
    /** The transport calls this whenever data arrives. */
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
