import type { AttemptView } from "../wire/attempt.ts";
import type { SignInClient } from "./client.ts";
import { isFailure, RequestFailed } from "./failure.ts";
import { type SignInState, stateOf } from "./state.ts";
import { waitWhileTakenOver } from "./taken-over.ts";
import type { Followed } from "./transport.ts";
import { watch } from "./watch.ts";

/**
 * Calls `show` with each state of the attempt until it is decided. When the QR expires it shows `expired`, but keeps
 * listening, because a scan made in time may arrive late. If another tab takes over, it shows `elsewhere` until the
 * attempt is decided there or taken back here.
 */
export async function follow(followed: Followed, show: (state: SignInState) => void): Promise<void> {
  const { client, attempt } = followed;
  const before = attempt.claim && client.platform.last();
  let last: AttemptView = attempt;
  let isOver = false;
  let isTakenOver = false;
  let wasTakenOver = false;
  const tell = () => {
    if (isTakenOver) show({ kind: "elsewhere" });
    else if (isOver && last.status === "pending") show({ kind: "expired" });
    else show(stateOf(last, attempt, before));
  };
  const cancel = whenOver(client, attempt.expiresAt, () => {
    isOver = true;
    if (last.status === "pending") tell();
  });
  try {
    for (;;) {
      try {
        for await (last of watch(followed)) {
          if (wasTakenOver && last.status === "cancelled") throw replaced();
          tell();
        }
        return;
      } catch (error) {
        if (!isFailure(error, "taken_over")) throw error;
      }
      isTakenOver = wasTakenOver = true;
      tell();
      const decided = await waitWhileTakenOver(followed);
      isTakenOver = false;
      last = decided ?? last;
      tell();
      if (decided) return;
    }
  } finally {
    cancel();
  }
}

/** The other tab has requested a new attempt, and this tab asks for that one. */
const replaced = (): RequestFailed => new RequestFailed("attempt_not_found", undefined, 404);

/**
 * Calls `act` at `time` by the service's clock; never if that clock is unknown. Returns a function that cancels it.
 */
export function whenOver(client: SignInClient, time: string, act: () => void): () => void {
  const now = client.serviceTime();
  return now ? client.platform.after(Date.parse(time) - now, act) : () => {};
}
