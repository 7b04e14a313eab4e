import type { WebhookLetter } from "../../domain/webhook.ts";
import type { LoginContext } from "../context.ts";
import type { By } from "./end-sessions.ts";

/** A letter to one endpoint. */
export interface LetterNamed {
  /** The endpoint's id. */
  readonly endpoint: string;
  /** The letter's id. */
  readonly id: string;
}

/**
 * Sends a dead or delivered letter again, at once and so out of order, which its body says. Returns undefined if there
 * is no such letter, false if it is waiting for its turn anyway.
 */
export const resendLetter = (
  { store }: Pick<LoginContext, "store">,
  { endpoint, id }: LetterNamed,
  { actor }: By,
): Promise<boolean | undefined> =>
  store.transact(async ({ webhooks, audit, now }) => {
    const letter = await webhooks.get(endpoint, id);
    if (!letter) return undefined;
    if (letter.state === "waiting") return false;
    await webhooks.save(againOf(letter));
    const queue = { endpoint, queue: id };
    await webhooks.open(queue, now);
    // A letter without an account has a queue of its own, which it blocks itself.
    await webhooks.unblock(queue, id, now);
    const { accountId, state } = letter;
    const about = accountId === undefined ? {} : { accountId };
    await audit.append({ actor, action: "webhook.resent", ...about, target: id, before: { state } }, now);
    return true;
  });

function againOf({ settledAt: _, ...letter }: WebhookLetter): WebhookLetter {
  return { ...letter, queue: letter.id, state: "waiting", tries: 0, isResent: true };
}
