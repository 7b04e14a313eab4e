import { type Attempt, advance, hasEnded, worthShowing } from "../../domain/attempt.ts";
import type { BrowserSlot, Stores } from "../../ports/store.ts";
import { channels } from "../channels/channel.ts";
import { save } from "../transition/apply.ts";

/**
 * The attempt that this browser has already for what it asks now: one that somebody has scanned, whose page was
 * reloaded, or killed while its person was in WeChat, or left for a page of WeChat's; else one that waits. The page it
 * asks from now is where it will be sent. What another session has asked for is none of this one's.
 */
export async function findReusableAttempt(
  stores: Stores,
  slot: BrowserSlot,
  { sessionId, returnTo }: Pick<Attempt, "sessionId" | "returnTo">,
): Promise<Attempt | undefined> {
  const stored = await stores.attempts.open(slot);
  const open = stored && advance(stored, { type: "tick" }, stores.now).attempt;
  if (open && !hasEnded(open) && open.sessionId === sessionId) return open;
  const pending = await stores.attempts.pending(slot);
  if (!pending || pending.sessionId !== sessionId || stores.now >= pending.expiresAt - worthShowing) return undefined;
  return channels[slot.channel].byRedirect ? withReturnTo(stores, pending, returnTo) : pending;
}

async function withReturnTo(stores: Stores, pending: Attempt, returnTo: string | undefined): Promise<Attempt> {
  if (returnTo === undefined || returnTo === pending.returnTo) return pending;
  const next = { ...pending, returnTo };
  await save(stores, pending, next);
  return next;
}
