import type { AttemptView } from "../wire/attempt.ts";
import type { AttemptHandle, Known } from "./attempts.ts";
import type { Client } from "./client.ts";
import { RequestFailed, takenOver, unreachable } from "./failure.ts";
import { createWatchdog } from "./line.ts";
import type { SocketLike } from "./platform.ts";
import { type Channel, Unfit } from "./transport.ts";

/** The first frame comes at once; a proxy that knows no WebSocket may leave the handshake hanging. */
const firstWord = 5_000;
/** Pings are invisible here, so a socket that was silent for so long is opened anew, in case it has died unnoticed. */
const silence = 45_000;

const codes = { ended: 1000, elsewhere: 1001, nothing: 1005, unknown: 4404, takenOver: 4409 } as const;

/** A state, or the code that the socket was closed with. */
type Frame = (AttemptView & { version: number }) | number;

/** States over WebSocket: the cheapest way for the service. */
export async function* bySocket({
  client,
  attempt,
  tab,
  line,
  memory,
  connected,
}: Channel): AsyncGenerator<AttemptView> {
  const { signal } = line;
  const frames: Frame[] = [];
  let ring = () => {};
  let heard = false;
  const hear = (frame: Frame) => {
    frames.push(frame);
    ring();
  };
  const socket = open(client, attempt, { tab, after: memory.last }, hear);
  const guard = createWatchdog(client.platform.after, () => (heard ? socket.close() : line.cut(new Unfit())));
  guard.feed(firstWord);
  const cut = () => hear(codes.elsewhere);
  signal.addEventListener("abort", cut);
  try {
    for (;;) {
      // (`Promise.withResolvers` is younger than many phones.)
      while (frames.length === 0) await new Promise<void>((resolve) => (ring = resolve));
      const frame = frames.shift() ?? codes.elsewhere;
      if (signal.aborted) throw signal.reason;
      if (typeof frame === "number") return over(frame, heard);
      heard = true;
      connected();
      guard.feed(silence);
      memory.last = String(frame.version);
      yield frame;
    }
  } finally {
    guard.stop();
    signal.removeEventListener("abort", cut);
    socket.close();
  }
}

function open(client: Client, attempt: AttemptHandle, known: Known, hear: (frame: Frame) => void) {
  const { claim } = attempt;
  let socket: SocketLike | undefined;
  try {
    socket = client.attempts.socket(attempt, known);
  } catch {
    // A page's policy may forbid it.
  }
  if (!socket) throw new Unfit();
  const opened = socket;
  socket.onopen = () => claim && opened.send(JSON.stringify({ claim, after: known.after && Number(known.after) }));
  socket.onmessage = ({ data }) => hear(read(String(data)));
  socket.onclose = ({ code }) => hear(code);
  return socket;
}

/** What a socket's end means. Before its first frame, that there is none to be had. */
function over(code: number, heard: boolean): void {
  if (code === codes.unknown) throw new RequestFailed("attempt_not_found", "There is no such attempt.", 404);
  if (code === codes.takenOver) throw takenOver();
  if (code === codes.ended || code === codes.elsewhere) return;
  if (!heard) throw new Unfit();
  if (code !== codes.nothing) throw unreachable();
}

/** What is no state is taken for the end of a socket that is not our service's. */
function read(text: string): Frame {
  try {
    return JSON.parse(text);
  } catch {
    return 1007;
  }
}
