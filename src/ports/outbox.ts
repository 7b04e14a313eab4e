import type { WebhookLetter, WebhookQueue } from "../domain/webhook.ts";

/** Sign-ins whose message is still to be sent. */
export interface Outbox {
  /** False where the attempt is in it; nothing is written then. */
  insert(attemptId: string, at: number): Promise<boolean>;
  /** Takes it out, once ever: when it was put in, for the call that did. */
  take(attemptId: string): Promise<number | undefined>;
}

/**
 * An outbox: events on their way to the operator's other services. Each is written in its event's own transaction. A queue
 * is due, leased or waiting until a time; whoever leased it settles it by that same time, so that a lease that ran out
 * settles nothing.
 */
export interface Webhooks {
  /** The next number of an account, from 1 on. */
  nextSequence(accountId: string): Promise<number>;
  /** Forgets the number of an account that is deleted. */
  endSequence(accountId: string): Promise<void>;
  /** False where the endpoint has this letter; nothing is written then. */
  insert(letter: WebhookLetter): Promise<boolean>;
  /** Whether an endpoint has a letter of this event. */
  has(id: string): Promise<boolean>;
  get(endpoint: string, id: string): Promise<WebhookLetter | undefined>;
  /** The waiting letter of a queue that comes first. */
  first(queue: WebhookQueue): Promise<WebhookLetter | undefined>;
  /** Writes what became of a letter, and its queue; false where it is gone. */
  save(letter: WebhookLetter): Promise<boolean>;
  /** Makes a queue due at this time. One that is there stays as it is, and is not closed before this commits. */
  open(queue: WebhookQueue, at: number): Promise<void>;
  /** If it is due at `now`, leases it to this caller until `until`. Returns whether it did. */
  lease(queue: WebhookQueue, now: number, until: number): Promise<boolean>;
  /** Makes a leased queue due at `next`, blocked until then by that letter if there is one; false where the lease is over. */
  moveQueue(queue: WebhookQueue, lease: number, next: number, blockedBy: string | null): Promise<boolean>;
  /** Deletes a leased queue, which has no waiting letters; false where the lease is over. */
  closeQueue(queue: WebhookQueue, lease: number): Promise<boolean>;
  /** Makes a queue due that this letter blocks; false where it does not. */
  unblock(queue: WebhookQueue, id: string, now: number): Promise<boolean>;
}

/** How many letters there are in one state. */
export interface LetterCount {
  readonly count: number;
  readonly oldestAt?: number;
}
