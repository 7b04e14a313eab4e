import type { AttemptView } from "../wire/attempt.ts";
import type { AttemptHandle } from "./attempts.ts";
import type { Client } from "./client.ts";
import { byEvents } from "./events.ts";
import { RequestFailed } from "./failure.ts";
import { openLine } from "./line.ts";
import type { Patience } from "./patience.ts";
import { byLongPoll, byPoll } from "./polling.ts";
import { beSeen, cutWhenMoved, moved } from "./presence.ts";
import { isDecided, type Transport, Unfit } from "./transport.ts";

/** Best first. The last one works wherever anything does. */
const transports: readonly Transport[] = [byEvents, byLongPoll, byPoll];

/** A way that fails so often in a row is left for the next one. */
const enough = 3;

/**
 * The views of `attempt` as they come, until one is decided. Changes transport where one does not work,
 * reconnects, sleeps while the page is hidden, and looks at once when it is shown again.
 */
export async function* watch(
  client: Client,
  attempt: AttemptHandle,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<AttemptView> {
  let way = 0;
  let failures = 0;
  let status: AttemptView["status"] = "pending";
  const memories = transports.map(() => ({}));
  const connected = () => {
    failures = 0;
    patience.worked();
  };

  for (;;) {
    // Somebody who has scanned is about to confirm, and a phone's browser is hidden behind WeChat then.
    const maySleep = () => status === "pending";
    if (maySleep()) await beSeen(client.platform, signal);
    const line = openLine(signal);
    const stop = cutWhenMoved(client.platform, line, maySleep);
    try {
      const transport = transports[way] ?? byPoll;
      for await (const view of transport({ client, attempt, line, memory: memories[way] ?? {}, connected })) {
        status = view.status;
        yield view;
        if (isDecided(view)) return;
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (line.signal.reason === moved) continue;
      const isUnfit = error instanceof Unfit || cannot(error);
      if (isUnfit || ++failures >= enough) {
        way = Math.min(way + 1, transports.length - 1);
        failures = 0;
      }
      if (!isUnfit) await patience.failed(error, signal);
    } finally {
      stop();
      line.release();
    }
  }
}

/** Whether the service, or what stands before it, has no such way at all. */
const cannot = (error: unknown): boolean =>
  error instanceof RequestFailed && [405, 406, 426, 501].includes(error.status ?? 0);
