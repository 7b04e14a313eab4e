// Events on their way to the operator's services.
import type { WebhookState } from "../../../domain/webhook.ts";

/** Events on their way to the operator's other services. */
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

/** What an endpoint gets one after the other: due, or leased, until the next try or until a dead letter blocks no more. */
export interface WebhookQueueTable {
  endpoint: string;
  queue: string;
  next_at: number;
  blocked_by: string | null;
}

/** How many events of an account there were. */
export interface WebhookSequenceTable {
  account_id: string;
  last: number;
}
