import type { AttemptView } from "../wire/attempt.ts";
import type { AttemptHandle } from "./attempts.ts";
import type { Client } from "./client.ts";
import { byEvents } from "./events.ts";
import { isStatus } from "./failure.ts";
import { openLine } from "./line.ts";
import type { Patience } from "./patience.ts";
import { byLongPoll, byPoll } from "./polling.ts";
import { beSeen, cutWhenMoved, moved } from "./presence.ts";
import { bySocket } from "./socket.ts";
import type { Tab } from "./tab.ts";
import { isDecided, type Transport, Unfit } from "./transport.ts";

/** Best first. The last one works wherever anything does. */
const transports: readonly Transport[] = [bySocket, byEvents, byLongPoll, byPoll];

/** A way that leads nowhere so often in a row is left for the next one. */
const enough = 3;

/** A connection that lasted this many milliseconds did its work, even without news. */
const steady = 15_000;

/**
 * The views of `attempt` as they come, until one is decided. Changes transport where one does not work,
 * reconnects, sleeps while the page is hidden, and looks at once when it is shown again. Fails with `taken_over`.
 */
export async function* watch(
  client: Client,
  attempt: AttemptHandle,
  tab: Tab,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<AttemptView> {
  const { platform } = client;
  const memories = transports.map(() => ({}));
  let status: AttemptView["status"] = "pending";
  // Somebody who has scanned is about to confirm, and a phone's browser is hidden behind WeChat then.
  const maySleep = () => status === "pending";

  for (let way = 0, vain = 0; ; ) {
    if (maySleep()) await beSeen(platform, signal);
    const line = openLine(signal);
    const stop = cutWhenMoved(platform, line, maySleep);
    const opened = platform.now();
    let news = false;
    let failure: unknown;
    try {
      const transport = transports[way] ?? byPoll;
      const memory = memories[way] ?? {};
      for await (const view of transport({
        client,
        attempt,
        tab: tab.since(),
        line,
        memory,
        connected: patience.worked,
      })) {
        news = true;
        status = view.status;
        yield view;
        if (isDecided(view)) return;
      }
    } catch (error) {
      failure = error;
    } finally {
      stop();
      line.release();
    }
    if (signal.aborted) throw signal.reason;
    if (line.signal.reason === moved) continue;
    vain = news || platform.now() - opened > steady ? 0 : vain + 1;
    // The service, or what stands before it, may have no such way at all.
    const isUnfit = failure instanceof Unfit || isStatus(failure, 405, 406, 426, 501);
    if (isUnfit || vain >= enough) {
      way = Math.min(way + 1, transports.length - 1);
      vain = 0;
    }
    if (failure !== undefined && !isUnfit) await patience.failed(failure, signal);
  }
}
