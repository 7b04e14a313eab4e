import type { AttemptView } from "../wire/attempt.ts";
import { createEar } from "./ear.ts";
import { createEventParser } from "./event-parser.ts";
import { broken, takenOver } from "./failure.ts";
import { pause } from "./line.ts";
import { backoff } from "./patience.ts";
import { type Channel, unfit } from "./transport.ts";

/** Server-sent events, read with fetch: `EventSource` can send no claim. */
export async function* byEvents(channel: Channel): AsyncGenerator<AttemptView> {
  const { client, attempt, tab, signal, memory } = channel;
  const { after, random } = client.platform;
  const parse = createEventParser();
  const ear = createEar(channel);
  let wait = backoff(1, random());
  try {
    const response = await client.attempts.events(attempt, { tab: tab.since(), after: memory.last }, signal);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    // After the end there is no stream any more (204), only the state itself: another way tells it.
    if (!isStream || !response.body) throw unfit;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw broken(signal, cause);
      });
      if (done) break;
      ear.hear();
      for (const { event, data, id, retry } of parse(value)) {
        if (event === "taken-over") throw takenOver();
        wait = Number(retry) || wait;
        if (event !== "status" || !data) continue;
        memory.last = id;
        yield JSON.parse(data);
      }
    }
  } finally {
    ear.stop();
  }
  if (!ear.heard) throw unfit;
  await pause(after, wait, signal);
}
