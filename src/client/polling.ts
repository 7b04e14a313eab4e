import type { AttemptView } from "../wire/attempt.ts";
import { pause } from "./abort-scope.ts";
import { type Transport, type TransportContext, unfit } from "./transport.ts";

/** How many seconds the service may hold a request. Proxies commonly give up after 30. */
const waitSeconds = 25;
/** A response without a change that took fewer milliseconds than this was not held by the service. */
const minHeldMs = 1_000;
/** Milliseconds between requests that are not held, plus a random part of up to as much again. */
const intervalMs = 1_500;

/** Long polling: the service holds each request until something changes; the next request follows at once. */
export const byLongPoll: Transport = (context) => poll(context, waitSeconds);

/** Polling every few seconds, which works wherever any request works. */
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
    // Only a view that differs from the last one is reported.
    if (view && version !== memory.last) {
      memory.last = version;
      yield view;
    } else if (wait && now() - askedAt < minHeldMs) throw unfit;
    if (!wait) await pause(after, intervalMs * (1 + random()), signal);
  }
}
