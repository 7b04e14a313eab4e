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
 * Sends a letter again, whatever became of it: at once, by itself, and so out of order, as it says. Undefined where there
 * is no such letter; false where it waits for its turn as it is.
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
    // A letter about no account is alone in its queue, which it blocks itself.
    await webhooks.unblock(queue, id, now);
    const { accountId, state } = letter;
    const about = accountId === undefined ? {} : { accountId };
    await audit.append({ actor, action: "webhook.resent", ...about, target: id, before: { state } }, now);
    return true;
  });

function againOf({ settledAt: _, ...letter }: WebhookLetter): WebhookLetter {
  return { ...letter, queue: letter.id, state: "waiting", tries: 0, isResent: true };
}
