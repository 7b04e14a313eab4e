import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { Client } from "./client.ts";
import type { Patience } from "./patience.ts";
import { type SignInState, stateOf } from "./state.ts";
import { watch } from "./watch.ts";

export interface Followed {
  readonly client: Client;
  readonly attempt: StartedAttempt;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/**
 * Tells `show` where the attempt stands until it is decided; the answer is its last view. When the QR's
 * time is over it shows `expired` by itself, but goes on listening: a scan made in time may arrive late.
 */
export async function follow(followed: Followed, show: (state: SignInState) => void): Promise<AttemptView> {
  const { client, attempt, patience, signal } = followed;
  let last: AttemptView = attempt;
  let isOver = false;
  const tell = () => show(isOver && last.status === "pending" ? { kind: "expired" } : stateOf(last, attempt));

  const cancel = whenOver(client, attempt.expiresAt, () => {
    isOver = true;
    if (last.status === "pending") tell();
  });
  try {
    for await (last of watch(client, attempt, patience, signal)) tell();
  } finally {
    cancel();
  }
  return last;
}

/** Calls `act` at `time` by the service's clock; never where that clock cannot be read. */
function whenOver(client: Client, time: string, act: () => void): () => void {
  const now = client.serviceTime();
  if (now === undefined) return () => {};
  return client.platform.after(Math.max(0, Date.parse(time) - now), act);
}
