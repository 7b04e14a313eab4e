import type { AttemptView } from "../wire/attempt.ts";
import { byEvents } from "./events.ts";
import { isStatus, RequestFailed } from "./failure.ts";
import { openLine } from "./line.ts";
import { byLongPoll, byPoll } from "./polling.ts";
import { beSeen, cutWhenMoved, moved } from "./presence.ts";
import { bySocket } from "./socket.ts";
import { type Channel, type Followed, isDecided, type Transport } from "./transport.ts";

/** Best first. The last one works wherever anything does. */
const transports: readonly Transport[] = [bySocket, byEvents, byLongPoll, byPoll];
const last = transports.length - 1;

/** A way that leads nowhere so often in a row is left for the next one. */
const enough = 3;

/** A connection that lasted this many milliseconds did its work, even without news. */
const steady = 15_000;

/**
 * The views of `attempt` as they come, until one is decided. Changes transport where one does not work,
 * reconnects, sleeps while the page is hidden, and looks at once when it is shown again. Fails with `taken_over`.
 */
export async function* watch(followed: Followed): AsyncGenerator<AttemptView> {
  const { client, patience, signal } = followed;
  const { platform } = client;
  let memory: Channel["memory"] = {};
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
      for await (const view of transport({ ...followed, line, memory, signal: line.signal })) {
        news = true;
        status = view.status;
        yield view;
        if (isDecided(view)) return;
      }
    } catch (error) {
      failure = error;
    } finally {
      stop();
      line.abort();
    }
    if (signal.aborted) throw signal.reason;
    if (line.signal.reason === moved) continue;
    vain = news || platform.now() - opened > steady ? 0 : vain + 1;
    // The service, or what stands before it, may have no such way at all.
    const isUnfit = failure && (!(failure instanceof RequestFailed) || isStatus(failure, 405, 406, 426, 501));
    if (way < last && (isUnfit || vain >= enough)) {
      way++;
      vain = 0;
      memory = {};
      if (isUnfit) continue;
    }
    if (failure) await patience.failed(failure, signal);
  }
}
