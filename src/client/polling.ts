import type { AttemptView } from "../wire/attempt.ts";
import { pause } from "./line.ts";
import { type Channel, type Transport, unfit } from "./transport.ts";

/** Seconds to be held. Proxies commonly give up at 30. */
const wait = 25;
/** An answer without news in less milliseconds was not held. */
const held = 1_000;
/** Milliseconds between plain questions, plus up to as much again. */
const interval = 1_500;

/** Asks again as soon as it was answered; the service holds the question until something changes. */
export const byLongPoll: Transport = (channel) => asking(channel, wait);

/** Asks every few seconds: works wherever anything works. */
export const byPoll: Transport = (channel) => asking(channel, 0);

async function* asking(
  { client, attempt, tab, patience, signal, memory }: Channel,
  wait: number,
): AsyncGenerator<AttemptView> {
  const { after, now, random } = client.platform;
  for (;;) {
    const asked = now();
    const how = { wait, tab: wait && tab.since(), after: memory.last };
    const { view, version = JSON.stringify(view) } = await client.attempts.look(attempt, how, signal);
    patience.worked();
    // The view, where it is another one than the last.
    if (view && version !== memory.last) {
      memory.last = version;
      yield view;
    } else if (wait && now() - asked < held) throw unfit;
    if (!wait) await pause(after, interval * (1 + random()), signal);
  }
}
