import { createHmac } from "node:crypto";
import { sha256 } from "../base/bytes.ts";
import { waitAfter } from "./retry.ts";

/**
 * The letters that an endpoint gets one after the other: those of one account, or one letter by itself where it is about
 * no account, or is sent again by hand.
 */
export interface WebhookQueue {
  /** The endpoint's id. */
  readonly endpoint: string;
  /** The account's id, or the letter's. */
  readonly queue: string;
}

/** `waiting` for its turn or for the next try; `delivered`; `dead`: not taken in all of its tries. */
export type WebhookState = "waiting" | "delivered" | "dead";

/** An event on its way to one endpoint. Times are milliseconds since the epoch. */
export interface WebhookLetter extends WebhookQueue {
  /** The event's, the same for every endpoint and every try: `webhook-id`. */
  readonly id: string;
  /** The name of the event. */
  readonly type: string;
  /** The account that it is about, where there was one. */
  readonly accountId?: string;
  /** The person that it is about, where it names one. */
  readonly appid?: string;
  readonly openId?: string;
  /** Counts the events of the account; absent where it is about none. */
  readonly sequence?: number;
  /** JSON, as it is sent. */
  readonly body: string;
  readonly createdAt: number;
  readonly state: WebhookState;
  /** How often it was sent. */
  readonly tries: number;
  /** Whether it was sent again by hand, and so comes out of order. */
  readonly isResent: boolean;
  /** What was wrong with the last try. */
  readonly problem?: string;
  /** When it was delivered, or died. */
  readonly settledAt?: number;
}

/** What an endpoint is known by in the database: its address may hold a password. */
export const endpointId = (url: string): string => sha256("webhook endpoint", url).slice(0, 16);

/** After so many tries, in about a day, a letter is dead. */
const mostTries = 28;

/** How long a dead letter holds back the later ones of its account, in milliseconds. */
export const deadBlocks = 60 * 60_000;

/**
 * When a letter is sent again after this many failed tries, in milliseconds since the epoch; undefined if it is dead.
 */
export const retryLetterAt = (tries: number, now: number): number | undefined =>
  tries < mostTries ? now + waitAfter(tries) : undefined;

/** The headers of Standard Webhooks; one signature by each key, so that a key can be changed. */
export function webhookHeaders(
  { id, body }: { readonly id: string; readonly body: string },
  keys: readonly Uint8Array[],
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

/** The body as it goes out: one that is sent again by hand says that it is out of order. */
export const bodyToSend = ({ body, isResent }: Pick<WebhookLetter, "body" | "isResent">): string =>
  isResent ? JSON.stringify({ ...JSON.parse(body), outOfOrder: true }) : body;
