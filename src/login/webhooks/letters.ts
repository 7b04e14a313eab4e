import { deadBlocks, retryLetterAt, type WebhookLetter, type WebhookQueue } from "../../domain/webhook.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** A letter that this instance may send until its lease expires. */
export interface TakenLetter {
  readonly letter: WebhookLetter;
  /** When the lease expires, in milliseconds since the epoch. */
  readonly lease: number;
}

/** The letters to the operator's other services: an outbox, so that each is delivered at least once. */
export interface WebhookLetters {
  /** The queues of an endpoint that are due, at most `limit`. */
  due(endpoint: string, limit: number): Promise<WebhookQueue[]>;
  /** Leases a queue and returns its first letter; undefined if the queue is leased, blocked or empty. */
  take(queue: WebhookQueue): Promise<TakenLetter | undefined>;
  /** Notes that the endpoint has accepted the letter. The next one of its queue is due then. */
  delivered(taken: TakenLetter): Promise<void>;
  /**
   * Notes that the endpoint did not accept the letter. Returns the time of the next try, in milliseconds since the
   * epoch; undefined if the letter is dead.
   */
  failed(taken: TakenLetter, problem: string): Promise<number | undefined>;
}

/** The length of a lease in milliseconds: longer than an endpoint may take to respond. */
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
  // The letter was dead, and has blocked the later ones of its account.
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
  // Another instance has leased the queue by now and decides about it.
  if (!moved) return next ?? lease;
  const end = next === undefined ? ({ state: "dead", settledAt: now } as const) : {};
  await webhooks.save({ ...letter, ...end, tries, problem });
  return next;
}
