import type { AttemptView } from "../wire/attempt.ts";
import { RequestFailed, takenOver, unreachable } from "./failure.ts";
import { createIdleWatchdog } from "./idle-watchdog.ts";
import type { SocketLike } from "./platform.ts";
import { type TransportContext, unfit } from "./transport.ts";

/** The close codes: those of RFC 6455, section 7.4.1, and above 4000 the service's own. */
const endedCode = 1000;
const goingAwayCode = 1001;
const noCode = 1005;
const unknownCode = 4404;
const takenOverCode = 4409;

/** The transport over WebSocket, which costs the service least. */
export async function* bySocket(context: TransportContext): AsyncGenerator<AttemptView> {
  const { client, attempt, tab, signal, memory } = context;
  const { claim } = attempt;
  const after = memory.last;
  // This throws if the page's Content-Security-Policy forbids the connection.
  const socket = client.attempts.socket(attempt, { tab: tab.since(), after });
  if (!socket) throw unfit;
  socket.onopen = () => claim && socket.send(JSON.stringify({ claim, after: after && +after }));
  const watchdog = createIdleWatchdog(context);
  const frames = framesOf(socket, signal);
  try {
    for (;;) {
      const { value = "" } = await frames.read();
      signal.throwIfAborted();
      // A frame that cannot be parsed is not from our service; the error counts as an unfit transport.
      const frame: Frame = JSON.parse(value);
      if (typeof frame === "number") return checkCloseCode(frame, watchdog.received);
      watchdog.onData();
      memory.last = `${frame.version}`;
      yield frame;
    }
  } finally {
    watchdog.stop();
    // Closing a socket that is still connecting would log an error in the browser's console.
    if (socket.readyState === 0) socket.onopen = () => socket.close();
    else socket.close();
  }
}

/** A view of the attempt, or the code that the socket was closed with. */
type Frame = (AttemptView & { version: number }) | number;

/** Reads the messages of `socket`, in JSON, and its close code; also ends with a close code when the signal aborts. */
function framesOf(socket: SocketLike, signal: AbortSignal): ReadableStreamDefaultReader<string> {
  const frames = new ReadableStream<string>({
    start(queue) {
      socket.onmessage = ({ data }) => queue.enqueue(`${data}`);
      socket.onclose = ({ code }) => queue.enqueue(`${code}`);
      signal.onabort = () => queue.enqueue(`${goingAwayCode}`);
    },
  });
  return frames.getReader();
}

/** Returns or throws by the close code. A socket that closed without any frame counts as unfit. */
function checkCloseCode(code: number, received: boolean): void {
  if (code === unknownCode) throw new RequestFailed("attempt_not_found", undefined, 404);
  if (code === takenOverCode) throw takenOver();
  if (code === endedCode || code === goingAwayCode) return;
  if (!received) throw unfit;
  if (code !== noCode) throw unreachable();
}
