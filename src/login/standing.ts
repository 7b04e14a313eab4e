import { type Attempt, worthShowing } from "../domain/attempt.ts";
import type { BrowserSlot, Stores } from "../ports/store.ts";
import { channels } from "./channels/channel.ts";
import { save } from "./settle.ts";

/**
 * The attempt that this browser has already for what it asks now: one that waits, or, where the browser left for a
 * page of WeChat's and has come back, one that was granted meanwhile. The page it asks from now is where it will be
 * sent.
 */
export async function standing(stores: Stores, slot: BrowserSlot, returnTo?: string): Promise<Attempt | undefined> {
  const pending = await stores.attempts.pending(slot);
  const shown = pending && stores.now < pending.expiresAt - worthShowing ? pending : undefined;
  if (!channels[slot.channel].byRedirect) return shown;
  if (shown) return noted(stores, shown, returnTo);
  const granted = await stores.attempts.granted(slot);
  return granted && stores.now < granted.expiresAt ? granted : undefined;
}

async function noted(stores: Stores, pending: Attempt, returnTo: string | undefined): Promise<Attempt> {
  if (returnTo === undefined || returnTo === pending.returnTo) return pending;
  const next = { ...pending, returnTo };
  await save(stores, pending, next);
  return next;
}
