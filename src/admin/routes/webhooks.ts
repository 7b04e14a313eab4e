import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { WebhookLetter } from "../../domain/webhook.ts";
import type { LetterCount } from "../../ports/outbox.ts";
import { type LetterView, listLetters } from "../../wire/admin.ts";
import type { AdminBindings, AdminContext, AdminDeps, WebhookSeen } from "../context.ts";
import { creationPlace, readCursor, writeCursor } from "../cursor.ts";
import { readQuery } from "../query.ts";

/** `/admin/v1/webhooks`: the endpoints, their waiting and dead letters, and sending a letter again. */
export function webhookRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", async (c) => c.json({ webhooks: await Promise.all(deps.webhooks.map((one) => look(deps, one))) }));
  routes.get("/:id/letters", (c) => list(c, deps));
  routes.post("/:id/letters/:letter/resend", (c) => resend(c, deps));
  return routes;
}

const time = (at: number): string => new Date(at).toISOString();

const viewCount = ({ count, oldestAt }: LetterCount) => ({
  count,
  ...(oldestAt === undefined ? {} : { oldestAt: time(oldestAt) }),
});

async function look({ operator }: AdminDeps, webhook: WebhookSeen) {
  const [waiting, dead] = await Promise.all([
    operator.letterCount(webhook.id, "waiting"),
    operator.letterCount(webhook.id, "dead"),
  ]);
  return { ...webhook, waiting: viewCount(waiting), dead: viewCount(dead) };
}

/** Returns the endpoint of the path, or throws `webhook_not_found`. */
function required(c: AdminContext, { webhooks }: AdminDeps): WebhookSeen {
  const found = webhooks.find(({ id }) => id === c.req.param("id"));
  if (!found) throw new SaomaError("webhook_not_found");
  return found;
}

const first = { createdAt: -1, id: "" };

async function list(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { id } = required(c, deps);
  const { state, cursor, limit } = readQuery(c, listLetters);
  const after = readCursor(cursor, creationPlace) ?? first;
  const found = await deps.operator.letters(id, state, after, limit + 1);
  const letters = found.slice(0, limit);
  const last = letters.at(-1);
  const next = found.length > limit && last ? { next: writeCursor({ createdAt: last.createdAt, id: last.id }) } : {};
  return c.json({ letters: letters.map(viewLetter), ...next });
}

async function resend(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { id: endpoint } = required(c, deps);
  const letter = { endpoint, id: c.req.param("letter") ?? "" };
  const isSent = await deps.operator.resendLetter(letter, c.get("administrator"));
  if (isSent === undefined) throw new SaomaError("letter_not_found");
  if (!isSent) throw new SaomaError("letter_waiting");
  return c.body(null, 202);
}

const viewLetter = (letter: WebhookLetter): LetterView => {
  const { id, type, accountId, sequence, createdAt, state, tries, isResent, problem, settledAt } = letter;
  return {
    id,
    type,
    ...(accountId === undefined ? {} : { account: accountId }),
    ...(sequence === undefined ? {} : { sequence }),
    createdAt: time(createdAt),
    state,
    tries,
    outOfOrder: isResent,
    ...(problem === undefined ? {} : { problem }),
    ...(settledAt === undefined ? {} : { settledAt: time(settledAt) }),
  };
};
