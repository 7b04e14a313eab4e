import { type Attempt, advance, hasEnded, worthShowing } from "../../domain/attempt.ts";
import type { BrowserSlot, Stores } from "../../ports/store.ts";
import { channels } from "../channels/registry.ts";
import { save } from "../transition/apply.ts";

/**
 * The attempt that this browser has already for what it asks now: one that somebody has scanned, whose page was
 * reloaded, or killed while its person was in WeChat, or left for a page of WeChat's; else one that waits. The page it
 * asks from now is where it will be sent. What another session has asked for is none of this one's.
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
  // Whoever reloads the page may be another user than the one who submitted the invitation.
  if (!isGood || pending.invitation !== undefined) return undefined;
  return channels[slot.channel].byRedirect ? withReturnTo(stores, pending, wanted.returnTo) : pending;
}

type RequestedBy = Pick<Attempt, "sessionId" | "approves" | "approvesTarget">;

/** Whether it was asked for by the same session, to approve the same thing. */
const isSameRequest = (one: RequestedBy, other: RequestedBy): boolean =>
  one.sessionId === other.sessionId && one.approves === other.approves && one.approvesTarget === other.approvesTarget;

async function withReturnTo(stores: Stores, pending: Attempt, returnTo: string | undefined): Promise<Attempt> {
  if (returnTo === undefined || returnTo === pending.returnTo) return pending;
  const next = { ...pending, returnTo };
  await save(stores, pending, next);
  return next;
}
