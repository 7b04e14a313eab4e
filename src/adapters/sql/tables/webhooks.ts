// Tables of the webhooks' outbox.
import type { WebhookState } from "../../../domain/webhook.ts";

/** Events that wait for delivery to the operator's other services. */
export interface WebhookLetterTable {
  id: string;
  endpoint: string;
  queue: string;
  type: string;
  account_id: string | null;
  appid: string | null;
  open_id: string | null;
  sequence: number | null;
  body: string;
  created_at: number;
  state: WebhookState;
  tries: number;
  resent: number;
  problem: string | null;
  settled_at: number | null;
}

/**
 * The letters of one account to one endpoint, which are sent in order. A queue is due, leased, or blocked until the
 * next try or after a dead letter.
 */
export interface WebhookQueueTable {
  endpoint: string;
  queue: string;
  next_at: number;
  blocked_by: string | null;
}

/** The number of events of an account so far. */
export interface WebhookSequenceTable {
  account_id: string;
  last: number;
}
