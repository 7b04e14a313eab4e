import type { AttemptView } from "../wire/attempt.ts";
import { createEventParser, type StreamEvent } from "./event-parser.ts";
import { takenOver, unexpectedAnswer, unreachable } from "./failure.ts";
import { createWatchdog, pause } from "./line.ts";
import { backoff } from "./patience.ts";
import { type Channel, Unfit } from "./transport.ts";

/** The first event comes at once, so a stream that is silent for so long is held back by something. */
const firstWord = 6_000;
/** The service says something every 20 s. */
const silence = 45_000;

/** Server-sent events, read with fetch: `EventSource` can send no claim. */
export async function* byEvents({
  client,
  attempt,
  tab,
  line,
  memory,
  connected,
}: Channel): AsyncGenerator<AttemptView> {
  const { after, random } = client.platform;
  const parser = createEventParser();
  const decoder = new TextDecoder();
  const guard = createWatchdog(after, () => line.cut(heard ? unreachable() : new Unfit()));
  let heard = false;
  guard.feed(firstWord);
  try {
    const known = { tab, after: memory.last };
    const response = await client.attempts.events(attempt, known, line.signal);
    if (response.status === 204) return yield* theLast({ client, attempt, line });
    for await (const bytes of chunks(streamOf(response), line.signal)) {
      heard = true;
      connected();
      guard.feed(silence);
      for (const event of parser.feed(decoder.decode(bytes, { stream: true }))) {
        if (event.type === "taken-over") throw takenOver();
        if (event.type !== "status") continue;
        memory.last = event.id;
        yield viewIn(event, response.status);
      }
    }
  } finally {
    guard.stop();
  }
  if (!heard) throw new Unfit();
  await pause(after, parser.retry() ?? backoff(1, random()), line.signal);
}

/** After the end there are no events any more, only the state itself. */
async function* theLast({ client, attempt, line }: Pick<Channel, "client" | "attempt" | "line">) {
  const { view } = await client.attempts.look(attempt, {}, line.signal);
  if (view) yield view;
}

function streamOf(response: Response): ReadableStream<Uint8Array> {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (!isStream || !response.body) throw new Unfit();
  return response.body;
}

async function* chunks(stream: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw signal.aborted ? signal.reason : unreachable(cause);
    });
    if (done) return;
    yield value;
  }
}

function viewIn(event: StreamEvent, status: number): AttemptView {
  try {
    return JSON.parse(event.data);
  } catch (cause) {
    throw unexpectedAnswer(status, cause);
  }
}
