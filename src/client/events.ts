import type { AttemptView } from "../wire/attempt.ts";
import { createEventParser } from "./event-parser.ts";
import { takenOver, unreachable } from "./failure.ts";
import { createWatchdog, pause } from "./line.ts";
import { backoff } from "./patience.ts";
import { type Channel, Unfit } from "./transport.ts";

/** The first event comes at once, so a stream that is silent for so long is held back by something. */
const firstWord = 6_000;
/** The service says something every 20 s. */
const silence = 45_000;

/** Server-sent events, read with fetch: `EventSource` can send no claim. */
export async function* byEvents(channel: Channel): AsyncGenerator<AttemptView> {
  const { client, attempt, tab, line, memory, connected } = channel;
  const { signal } = line;
  const { after, random } = client.platform;
  const parse = createEventParser();
  const decoder = new TextDecoder();
  let wait = backoff(1, random());
  let heard = false;
  const guard = createWatchdog(after, () => line.cut(heard ? unreachable() : new Unfit()));
  guard.feed(firstWord);
  try {
    const response = await client.attempts.events(attempt, { tab, after: memory.last }, signal);
    if (response.status === 204) {
      // After the end there are no events any more, only the state itself.
      const { view } = await client.attempts.look(attempt, {}, signal);
      if (view) yield view;
      return;
    }
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    const reader = isStream && response.body?.getReader();
    if (!reader) throw new Unfit();
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw signal.aborted ? signal.reason : unreachable(cause);
      });
      if (done) break;
      heard = true;
      connected();
      guard.feed(silence);
      for (const { event, data, id, retry } of parse(decoder.decode(value, { stream: true }))) {
        if (event === "taken-over") throw takenOver();
        wait = Number(retry) || wait;
        if (event !== "status" || !data) continue;
        memory.last = id;
        yield JSON.parse(data);
      }
    }
  } finally {
    guard.stop();
  }
  if (!heard) throw new Unfit();
  await pause(after, wait, signal);
}
