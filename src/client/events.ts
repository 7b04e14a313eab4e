import type { AttemptView } from "../wire/attempt.ts";
import { pause } from "./abort-scope.ts";
import { createEventParser } from "./event-parser.ts";
import { broken, takenOver } from "./failure.ts";
import { createIdleWatchdog } from "./idle-watchdog.ts";
import { backoff } from "./retry-policy.ts";
import { type TransportContext, unfit } from "./transport.ts";

/** The transport over server-sent events. It reads them with `fetch`, because `EventSource` cannot send a claim. */
export async function* byEvents(context: TransportContext): AsyncGenerator<AttemptView> {
  const { client, attempt, tab, signal, memory } = context;
  const { after, random } = client.platform;
  const parse = createEventParser();
  const watchdog = createIdleWatchdog(context);
  let wait = backoff(1, random());
  try {
    const response = await client.attempts.events(attempt, { tab: tab.since(), after: memory.last }, signal);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    // Once the attempt has ended, the service answers 204 instead of a stream: the next transport fetches the state.
    if (!isStream || !response.body) throw unfit;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw broken(signal, cause);
      });
      if (done) break;
      watchdog.onData();
      for (const { event, data, id, retry } of parse(value)) {
        if (event === "taken-over") throw takenOver();
        wait = Number(retry) || wait;
        if (event !== "status" || !data) continue;
        memory.last = id;
        yield JSON.parse(data);
      }
    }
  } finally {
    watchdog.stop();
  }
  if (!watchdog.received) throw unfit;
  await pause(after, wait, signal);
}
