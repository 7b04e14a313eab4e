import { type Attempt, advance, hasEnded, worthShowing } from "../../domain/attempt.ts";
import type { BrowserSlot, Stores } from "../../ports/store.ts";
import { channels } from "../channels/registry.ts";
import { save } from "../transition/apply.ts";

/**
 * Finds the attempt that this browser can resume: a scanned one whose page was reloaded or closed, else a pending one.
 * Updates `returnTo`. An attempt that another session requested is never reused.
 */
export async function findReusableAttempt(
  stores: Stores,
  slot: BrowserSlot,
  wanted: Pick<Attempt, "sessionId" | "returnTo" | "approves" | "approvesTarget">,
): Promise<Attempt | undefined> {
  const stored = await stores.attempts.open(slot);
  const open = stored && advance(stored, { type: "tick" }, stores.now).attempt;
  if (open && !hasEnded(open) && isSameRequest(open, wanted)) return open;
  const pending = await stores.attempts.pending(slot);
  const isGood = pending && isSameRequest(pending, wanted) && stores.now < pending.expiresAt - worthShowing;
  // The user who reloads the page may not be the one who submitted the invitation.
  if (!isGood || pending.invitation !== undefined) return undefined;
  return channels[slot.channel].byRedirect ? withReturnTo(stores, pending, wanted.returnTo) : pending;
}

type RequestedBy = Pick<Attempt, "sessionId" | "approves" | "approvesTarget">;

/** Whether the same session requested both, to approve the same change. */
const isSameRequest = (one: RequestedBy, other: RequestedBy): boolean =>
  one.sessionId === other.sessionId && one.approves === other.approves && one.approvesTarget === other.approvesTarget;

async function withReturnTo(stores: Stores, pending: Attempt, returnTo: string | undefined): Promise<Attempt> {
  if (returnTo === undefined || returnTo === pending.returnTo) return pending;
  const next = { ...pending, returnTo };
  await save(stores, pending, next);
  return next;
}
