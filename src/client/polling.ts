import type { AttemptView } from "../wire/attempt.ts";
import { pause } from "./abort-scope.ts";
import { type Transport, type TransportContext, unfit } from "./transport.ts";

/** Seconds to be held. Proxies commonly give up at 30. */
const waitSeconds = 25;
/** An answer without news in less milliseconds was not held. */
const minHeldMs = 1_000;
/** Milliseconds between plain questions, plus up to as much again. */
const intervalMs = 1_500;

/** Asks again as soon as it was answered; the service holds the question until something changes. */
export const byLongPoll: Transport = (context) => poll(context, waitSeconds);

/** Asks every few seconds: works wherever anything works. */
export const byPoll: Transport = (context) => poll(context, 0);

async function* poll(
  { client, attempt, tab, retryPolicy, signal, memory }: TransportContext,
  wait: number,
): AsyncGenerator<AttemptView> {
  const { after, now, random } = client.platform;
  for (;;) {
    const askedAt = now();
    const options = { wait, tab: wait && tab.since(), after: memory.last };
    const { view, version = JSON.stringify(view) } = await client.attempts.look(attempt, options, signal);
    retryPolicy.worked();
    // The view, where it is another one than the last.
    if (view && version !== memory.last) {
      memory.last = version;
      yield view;
    } else if (wait && now() - askedAt < minHeldMs) throw unfit;
    if (!wait) await pause(after, intervalMs * (1 + random()), signal);
  }
}
