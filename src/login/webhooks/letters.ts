import { deadBlocks, retryLetterAt, type WebhookLetter, type WebhookQueue } from "../../domain/webhook.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** A letter that this instance may send until its lease is over. */
export interface TakenLetter {
  readonly letter: WebhookLetter;
  /** When the lease is over, in milliseconds since the epoch. */
  readonly lease: number;
}

/** The letters to the operator's other services: an outbox, so that each is delivered at least once. */
export interface WebhookLetters {
  /** The queues of an endpoint that are due, at most `limit`. */
  due(endpoint: string, limit: number): Promise<WebhookQueue[]>;
  /** Leases a queue and gives its first letter. Undefined where it is leased or blocked, or has none any more. */
  take(queue: WebhookQueue): Promise<TakenLetter | undefined>;
  /** The endpoint has it; the next of its queue is due. */
  delivered(taken: TakenLetter): Promise<void>;
  /** The endpoint did not take it. When it is sent again, in milliseconds since the epoch; undefined where it is dead. */
  failed(taken: TakenLetter, problem: string): Promise<number | undefined>;
}

/** Longer than an endpoint may take to answer, in milliseconds. */
const leaseFor = 30_000;

export const createWebhookLetters = ({ store }: Pick<LoginContext, "store">): WebhookLetters => ({
  due: (endpoint, limit) => store.read.dueWebhookQueues(endpoint, store.now(), limit),
  take: (queue) => store.transact((stores) => take(stores, queue)),
  delivered: (taken) => store.transact((stores) => delivered(stores, taken)),
  failed: (taken, problem) => store.transact((stores) => failed(stores, taken, problem)),
});

async function take({ webhooks, now }: Stores, queue: WebhookQueue): Promise<TakenLetter | undefined> {
  const lease = now + leaseFor;
  if (!(await webhooks.lease(queue, now, lease))) return undefined;
  const letter = await webhooks.first(queue);
  if (letter) return { letter, lease };
  await webhooks.closeQueue(queue, lease);
  return undefined;
}

async function delivered({ webhooks, now }: Stores, { letter, lease }: TakenLetter): Promise<void> {
  await webhooks.save({ ...letter, state: "delivered", tries: letter.tries + 1, settledAt: now });
  await webhooks.moveQueue(letter, lease, now, null);
  // It was dead, and held back the later ones of its account.
  const { endpoint, accountId, id } = letter;
  if (letter.isResent && accountId !== undefined) await webhooks.unblock({ endpoint, queue: accountId }, id, now);
}

async function failed(
  { webhooks, now }: Stores,
  { letter, lease }: TakenLetter,
  problem: string,
): Promise<number | undefined> {
  const tries = letter.tries + 1;
  const next = retryLetterAt(tries, now);
  const moved = await webhooks.moveQueue(
    letter,
    lease,
    next ?? now + deadBlocks,
    next === undefined ? letter.id : null,
  );
  // Another instance has it: what becomes of it is for that one to say.
  if (!moved) return next ?? lease;
  const end = next === undefined ? ({ state: "dead", settledAt: now } as const) : {};
  await webhooks.save({ ...letter, ...end, tries, problem });
  return next;
}
