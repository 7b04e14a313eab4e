import { drainOutbox } from "../adapters/outgoing/outbox.ts";
import type { Post } from "../adapters/outgoing/post.ts";
import type { Clock } from "../base/clock.ts";
import { bodyToSend, type WebhookQueue, webhookHeaders } from "../domain/webhook.ts";
import type { TakenLetter, WebhookLetters } from "../login/webhooks/letters.ts";
import type { Log } from "../ports/log.ts";
import type { WebhookConfig } from "./config/webhooks.ts";
import { createPosts } from "./outgoing.ts";

/** What became of one try. */
export type WebhookOutcome = "delivered" | "failed" | "dead";

export interface WebhookDeps {
  readonly endpoints: readonly WebhookConfig[];
  readonly letters: WebhookLetters;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts tries for the metrics; absent if there are none. */
  readonly onTry?: ((endpoint: string, outcome: WebhookOutcome, ms: number) => void) | undefined;
}

/** The maximum number of accounts whose letters are sent to one endpoint at a time. No endpoint delays another. */
const mostAtOnce = 20;

/** Sends the letters of every endpoint, from the outbox that events are written to. Returns what stops it. */
export function startWebhooks(deps: WebhookDeps): () => void {
  const posts = createPosts(deps);
  const stops = deps.endpoints.map((endpoint) =>
    drainOutbox({
      clock: deps.clock,
      log: deps.log,
      what: `a webhook's letter to ${shownUrl(endpoint.url)}`,
      mostAtOnce,
      due: (limit) => deps.letters.due(endpoint.id, limit),
      deliver: (queue) => deliverQueue(deps, endpoint, posts(endpoint), queue),
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** An address without its query, which may hold a password. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The letters of one account, one after the other, until none is left or one is not taken. */
async function deliverQueue(
  deps: WebhookDeps,
  endpoint: WebhookConfig,
  post: Post,
  queue: WebhookQueue,
): Promise<void> {
  for (let taken = await deps.letters.take(queue); taken; taken = await deps.letters.take(queue)) {
    if (!(await deliver(deps, endpoint, post, taken))) return;
  }
}

async function deliver(deps: WebhookDeps, endpoint: WebhookConfig, post: Post, taken: TakenLetter): Promise<boolean> {
  const { letters, log, clock, onTry } = deps;
  const begun = clock.now();
  const problem = await send(deps, endpoint, post, taken);
  const ms = clock.now() - begun;
  const url = shownUrl(endpoint.url);
  const { id, type, tries } = taken.letter;
  const noted = { endpoint: url, webhook: id, event: type, tries: tries + 1 };
  if (problem === undefined) {
    await letters.delivered(taken);
    onTry?.(url, "delivered", ms);
    log.debug(noted, "a webhook was delivered");
    return true;
  }
  const next = await letters.failed(taken, problem);
  onTry?.(url, next === undefined ? "dead" : "failed", ms);
  const consequence = next === undefined ? "it is given up" : `tried again at ${new Date(next).toISOString()}`;
  log[next === undefined ? "error" : "warn"](noted, `a webhook was not taken: ${problem}; ${consequence}`);
  return false;
}

/** Why the delivery failed; undefined if the endpoint accepted it. */
async function send({ clock }: WebhookDeps, { url, keys }: WebhookConfig, post: Post, { letter }: TakenLetter) {
  const body = bodyToSend(letter);
  const opened = keys.map((key) => Buffer.from(key.reveal(), "base64"));
  const signed = webhookHeaders({ id: letter.id, body }, opened, clock.now());
  try {
    const status = await post(new URL(url), { "content-type": "application/json", ...signed }, body);
    return status >= 200 && status <= 299 ? undefined : `it answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
