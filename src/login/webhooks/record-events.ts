// Writes events to the outbox of the webhooks.
import { randomToken, sha256 } from "../../base/bytes.ts";
import type { WebhookLetter } from "../../domain/webhook.ts";
import type { PushId } from "../../ports/inbox.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext, WebhookEndpoint } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { eventData } from "./event-data.ts";

type Setup = Pick<LoginContext, "webhooks" | "random">;

/**
 * Writes the events of a transaction to the outbox of each endpoint that wants them, in that transaction. `push`: the
 * transaction may run for each delivery of this push, but each event is written once.
 */
export async function recordEvents(
  setup: Setup,
  stores: Stores,
  events: readonly LoginEvent[] = [],
  push?: PushId,
): Promise<void> {
  const seen: Record<string, number> = {};
  for (const event of events) {
    const count = (seen[event.name] ?? 0) + 1;
    seen[event.name] = count;
    await recordEvent(setup, stores, event, push && idOfPushEvent(push, event.name, count));
    if (event.name === "erased") await stores.webhooks.endSequence(event.data.accountId);
  }
}

const idOfPushEvent = ({ appid, key, createTime }: PushId, name: string, count: number): string =>
  `msg_${sha256("webhook event", appid, key, String(createTime), name, String(count))}`;

async function recordEvent({ webhooks = [], random }: Setup, stores: Stores, event: LoginEvent, given?: string) {
  const named = subjectOf(event);
  const wanting = webhooks.filter((endpoint) => wants(endpoint, event, named));
  if (wanting.length === 0) return;
  const id = given ?? `msg_${randomToken(random, 18)}`;
  if (given !== undefined && (await stores.webhooks.has(given))) return;
  const letter = await letterOf(stores, event, await knownSubject(stores, named), id);
  for (const { id: endpoint } of wanting) {
    await stores.webhooks.insert({ ...letter, endpoint });
    await stores.webhooks.open({ endpoint, queue: letter.queue }, stores.now);
  }
}

/** Whether an endpoint gets an event. Events without an application go to all endpoints. */
const wants = (
  { events, applications }: WebhookEndpoint,
  { name }: LoginEvent,
  { applicationId }: EventSubject,
): boolean =>
  (events?.includes(name) ?? true) && (applicationId === undefined || (applications?.includes(applicationId) ?? true));

/** The subject of an event, with the person's account if the event does not name it. */
async function knownSubject({ accounts }: Stores, subject: EventSubject): Promise<EventSubject> {
  const { accountId, appid, openId } = subject;
  if (accountId !== undefined || appid === undefined || openId === undefined) return subject;
  const identity = await accounts.identity(appid, openId);
  return identity ? { ...subject, accountId: identity.accountId } : subject;
}

async function letterOf(
  { webhooks, now }: Stores,
  event: LoginEvent,
  { accountId, appid, openId }: EventSubject,
  id: string,
): Promise<Omit<WebhookLetter, "endpoint">> {
  const sequence = accountId === undefined ? undefined : await webhooks.nextSequence(accountId);
  const numbered = sequence === undefined ? {} : { accountId, sequence };
  const timestamp = new Date(now).toISOString();
  return {
    id,
    type: event.name,
    queue: accountId ?? id,
    ...(accountId === undefined ? {} : { accountId }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(appid === undefined ? {} : { appid }),
    ...(openId === undefined ? {} : { openId }),
    body: JSON.stringify({ type: event.name, timestamp, ...numbered, data: eventData(event) }),
    createdAt: now,
    state: "waiting",
    tries: 0,
    isResent: false,
  };
}

/** The person or account that an event is about, if it says so. */
interface EventSubject {
  readonly accountId?: string;
  readonly appid?: string;
  readonly openId?: string;
  readonly applicationId?: string;
}

function subjectOf({ data }: LoginEvent): EventSubject {
  if ("session" in data) {
    const { accountId, appid, openId, applicationId } = data.session;
    return { accountId, appid, openId, applicationId };
  }
  const accountId = "account" in data ? data.account.id : "accountId" in data ? data.accountId : undefined;
  return {
    ...("openId" in data ? { appid: data.appid, openId: data.openId } : {}),
    ...("applicationId" in data && data.applicationId !== undefined ? { applicationId: data.applicationId } : {}),
    ...(accountId === undefined ? {} : { accountId }),
  };
}
