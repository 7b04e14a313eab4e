import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { Client } from "./client.ts";
import { waitElsewhere } from "./elsewhere.ts";
import { isFailure, RequestFailed } from "./failure.ts";
import type { Patience } from "./patience.ts";
import { type SignInState, stateOf } from "./state.ts";
import type { Tab } from "./tab.ts";
import { watch } from "./watch.ts";

export interface Followed {
  readonly client: Client;
  readonly attempt: StartedAttempt;
  readonly tab: Tab;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/**
 * Tells `show` where the attempt stands until it is decided; the answer is its last view. When the QR's
 * time is over it shows `expired` by itself, but goes on listening: a scan made in time may arrive late.
 * Where another tab takes over it shows `elsewhere`, until it is decided there or taken back here.
 */
export async function follow(followed: Followed, show: (state: SignInState) => void): Promise<AttemptView> {
  const { client, attempt, tab, patience, signal } = followed;
  const before = attempt.claim && client.platform.last();
  let last: AttemptView = attempt;
  let isOver = false;
  let [isElsewhere, wasElsewhere] = [false, false];
  const isReplaced = () => wasElsewhere && last.status === "cancelled";
  const tell = () => show(isOver && last.status === "pending" ? { kind: "expired" } : stateOf(last, attempt, before));

  const cancel = whenOver(client, attempt.expiresAt, () => {
    isOver = true;
    if (last.status === "pending" && !isElsewhere) tell();
  });
  try {
    for (;;) {
      try {
        for await (last of watch(client, attempt, tab, patience, signal)) if (!isReplaced()) tell();
        if (isReplaced()) throw replaced();
        return last;
      } catch (error) {
        if (!isFailure(error, "taken_over")) throw error;
      }
      [isElsewhere, wasElsewhere] = [true, true];
      show({ kind: "elsewhere" });
      const decided = await waitElsewhere(client, attempt, tab, signal);
      isElsewhere = false;
      last = decided ?? last;
      tell();
      if (decided) return decided;
    }
  } finally {
    cancel();
  }
}

/** Another one is asked for then, and it is the one that the other tab has. */
const replaced = (): RequestFailed => new RequestFailed("attempt_not_found", "Another tab has replaced it.", 404);

/** Calls `act` at `time` by the service's clock; never where that clock cannot be read. */
export function whenOver(client: Client, time: string, act: () => void): () => void {
  const now = client.serviceTime();
  if (now === undefined) return () => {};
  return client.platform.after(Math.max(0, Date.parse(time) - now), act);
}
