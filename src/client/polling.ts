import type { AttemptView } from "../wire/attempt.ts";
import type { Look } from "./attempts.ts";
import { pause } from "./line.ts";
import { type Channel, Unfit } from "./transport.ts";

/** Seconds to be held. Proxies commonly give up at 30. */
const wait = 25;
/** An answer without news in less milliseconds was not held. */
const held = 1_000;
/** Milliseconds between plain questions, plus up to as much again. */
const interval = 1_500;

/** Asks again as soon as it was answered; the service holds the question until something changes. */
export async function* byLongPoll(channel: Channel): AsyncGenerator<AttemptView> {
  const { now } = channel.client.platform;
  for (;;) {
    const asked = now();
    const view = await news(channel, { wait, tab: channel.tab });
    if (view) yield view;
    else if (now() - asked < held) throw new Unfit();
  }
}

/** Asks every few seconds: works wherever anything works. */
export async function* byPoll(channel: Channel): AsyncGenerator<AttemptView> {
  const { after, random } = channel.client.platform;
  for (;;) {
    const view = await news(channel, {});
    if (view) yield view;
    await pause(after, interval * (1 + random()), channel.line.signal);
  }
}

/** The view, where it is another one than the last. */
async function news({ client, attempt, line, memory, connected }: Channel, how: { wait?: number; tab?: number }) {
  const { view, version }: Look = await client.attempts.look(attempt, { ...how, after: memory.last }, line.signal);
  connected();
  const tag = version ?? `${view?.status} ${view?.expiresAt}`;
  if (!view || tag === memory.last) return undefined;
  memory.last = tag;
  return view;
}
