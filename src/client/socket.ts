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

const codes = { ended: 1000, elsewhere: 1001, unknown: 4404, takenOver: 4409 } as const;

type Heard = { readonly view: AttemptView & { version: number } } | { readonly code: number };

/** States over WebSocket: the cheapest way for the service. */
export async function* bySocket({
  client,
  attempt,
  tab,
  line,
  memory,
  connected,
}: Channel): AsyncGenerator<AttemptView> {
  const socket = open(client, attempt, { tab, ...(memory.last !== undefined && { after: memory.last }) });
  const frames = listen(socket, attempt.claim && JSON.stringify(helloOf(attempt.claim, memory.last)));
  let heard = false;
  const guard = createWatchdog(client.platform.after, () =>
    heard ? socket.close() : line.cut(new Unfit("no answer")),
  );
  guard.feed(firstWord);
  const cut = () => frames.end();
  line.signal.addEventListener("abort", cut);
  try {
    for (;;) {
      const next = await frames.next();
      if (line.signal.aborted) throw line.signal.reason;
      if ("code" in next) return over(next.code, heard);
      heard = true;
      connected();
      guard.feed(silence);
      memory.last = String(next.view.version);
      yield next.view;
    }
  } finally {
    guard.stop();
    line.signal.removeEventListener("abort", cut);
    socket.close();
  }
}

function open(client: Client, attempt: AttemptHandle, known: Known & { after?: string }): SocketLike {
  try {
    const socket = client.attempts.socket(attempt, known);
    if (socket) return socket;
  } catch {
    // A page's policy may forbid it.
  }
  throw new Unfit("no WebSocket here");
}

const helloOf = (claim: string, last: string | undefined) => ({ claim, ...(last && { after: Number(last) }) });

/** What a socket's end means. Before its first frame, that there is none to be had. */
function over(code: number, heard: boolean): void {
  if (code === codes.unknown)
    throw new RequestFailed("attempt_not_found", "There is no such attempt.", { status: 404 });
  if (code === codes.takenOver) throw takenOver();
  if (!heard && code !== codes.ended && code !== codes.elsewhere) throw new Unfit("no socket");
  if (code !== codes.ended && code !== codes.elsewhere && code !== 1005) throw unreachable();
}

/** A socket's frames, one at a time, then its end for ever. */
function listen(socket: SocketLike, hello: string | undefined) {
  const waiting: Heard[] = [];
  let bell = Promise.withResolvers<void>();
  const hear = (heard: Heard) => {
    waiting.push(heard);
    bell.resolve();
  };
  socket.onopen = () => hello !== undefined && socket.send(hello);
  socket.onmessage = ({ data }) => hear(read(String(data)));
  socket.onclose = ({ code }) => hear({ code });
  return {
    end: () => hear({ code: codes.elsewhere }),
    async next(): Promise<Heard> {
      while (!waiting[0]) {
        await bell.promise;
        bell = Promise.withResolvers();
      }
      const [first] = waiting;
      if (!("code" in first)) waiting.shift();
      return first;
    },
  };
}

/** What is no state is taken for the end of a socket that is not our service's. */
function read(text: string): Heard {
  try {
    return { view: JSON.parse(text) };
  } catch {
    return { code: 1007 };
  }
}
