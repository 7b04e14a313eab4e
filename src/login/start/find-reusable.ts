import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded, lifetime, statusSince, worthShowing } from "../../domain/attempt-deadline.ts";
import { unpair } from "../../domain/pairing.ts";
import type { BrowserSlot } from "../../ports/attempts.ts";
import type { Stores } from "../../ports/store.ts";
import { channels } from "../channels/registry.ts";
import { save } from "../transition/apply.ts";

/**
 * Finds the attempt that this browser can resume: a scanned one whose page was reloaded or closed, else a pending one.
 * Updates `returnTo`. An attempt that another session requested is never reused. One that waits for a phone asks for its
 * pairing again.
 */
export async function findReusableAttempt(
  stores: Stores,
  slot: BrowserSlot,
  wanted: Pick<Attempt, "sessionId" | "returnTo" | "approves" | "approvesTarget">,
): Promise<Attempt | undefined> {
  const stored = await stores.attempts.open(slot);
  const open = stored && advance(stored, { type: "tick" }, stores.now).attempt;
  if (stored && open && !hasEnded(open) && isSameRequest(open, wanted)) return pairedAgain(stores, stored, open);
  const pending = await stores.attempts.pending(slot);
  const isGood = pending && isSameRequest(pending, wanted) && stores.now < pending.expiresAt - worthShowing;
  // The user who reloads the page may not be the one who submitted the invitation.
  if (!isGood || pending.invitation !== undefined) return undefined;
  return channels[slot.channel].byRedirect ? withReturnTo(stores, pending, wanted.returnTo) : pending;
}

/**
 * The next user of a browser must not add their phone to the WeChat that the previous user agreed to. A user who
 * reloads the page still has the code in their chat. A code of the chat was typed instead of it: such an attempt is not
 * resumed.
 */
async function pairedAgain(stores: Stores, stored: Attempt, open: Attempt): Promise<Attempt | undefined> {
  // The previous user may have left at the terms. The next one must not agree to them and be signed in as the previous
  // user.
  if (open.status === "granted" && open.terms && stores.now >= statusSince(open) + lifetime.granted) return undefined;
  if (open.status !== "phone_required" || open.purpose !== "sign-in" || open.pairing !== "done") return open;
  if (open.channel === "official-account-code") return undefined;
  const next = unpair(open);
  await save(stores, stored, next);
  return next;
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
