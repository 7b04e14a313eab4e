// The queries and writes of the webhooks' outbox.
import { type SqlBool, sql } from "kysely";
import type { WebhookLetter, WebhookQueue, WebhookState } from "../../domain/webhook.ts";
import type { Webhooks } from "../../ports/outbox.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, type Nullable, present, type Sql } from "./statement.ts";

type Row = Nullable<Omit<WebhookLetter, "isResent"> & { resent: number }>;

const toRow = ({ isResent, ...letter }: WebhookLetter) => ({ ...letter, resent: isResent ? 1 : 0 });

function toLetter({ resent, ...row }: Row): WebhookLetter {
  return { ...present(row), isResent: resent === 1 };
}

const letterColumns = [
  "id",
  "endpoint",
  "queue",
  "type",
  "account_id as accountId",
  "appid",
  "open_id as openId",
  "sequence",
  "body",
  "created_at as createdAt",
  "state",
  "tries",
  "resent",
  "problem",
  "settled_at as settledAt",
] as const;

export function createWebhooks(from: Sql): Webhooks {
  return { ...sequences(from), ...letters(from), ...queues(from) };
}

function sequences({ db, prepare }: Sql): Pick<Webhooks, "nextSequence" | "endSequence"> {
  const next = prepare((p: { accountId: string }) =>
    db
      .insertInto("webhook_sequences")
      .values({ account_id: p.accountId, last: 1 })
      .onConflict((conflict) =>
        conflict.column("account_id").doUpdateSet((eb) => ({ last: eb("webhook_sequences.last", "+", 1) })),
      )
      .returning("last"),
  );
  const end = prepare((p: { accountId: string }) =>
    db.deleteFrom("webhook_sequences").where("account_id", "=", p.accountId),
  );
  return {
    nextSequence: async (accountId) => (await next.first({ accountId }))?.last ?? 1,
    async endSequence(accountId) {
      await end.changes({ accountId });
    },
  };
}

function letters({ db, prepare }: Sql): Pick<Webhooks, "insert" | "has" | "get" | "first" | "save"> {
  const insert = prepare((p: Row) =>
    db
      .insertInto("webhook_letters")
      .values({
        id: p.id,
        endpoint: p.endpoint,
        queue: p.queue,
        type: p.type,
        account_id: p.accountId,
        appid: p.appid,
        open_id: p.openId,
        sequence: p.sequence,
        body: p.body,
        created_at: p.createdAt,
        state: p.state,
        tries: p.tries,
        resent: p.resent,
        problem: p.problem,
        settled_at: p.settledAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const has = prepare((p: { id: string }) =>
    db.selectFrom("webhook_letters").select("id").where("id", "=", p.id).limit(1),
  );
  const get = prepare((p: { id: string; endpoint: string }) =>
    db.selectFrom("webhook_letters").select(letterColumns).where("id", "=", p.id).where("endpoint", "=", p.endpoint),
  );
  const first = prepare((p: WebhookQueue) =>
    db
      .selectFrom("webhook_letters")
      .select(letterColumns)
      .where(sql<SqlBool>`state = 'waiting'`)
      .where("endpoint", "=", p.endpoint)
      .where("queue", "=", p.queue)
      .orderBy("sequence")
      .limit(1),
  );
  const save = prepare((p: Row) =>
    db
      .updateTable("webhook_letters")
      .set({
        queue: p.queue,
        state: p.state,
        tries: p.tries,
        resent: p.resent,
        problem: p.problem,
        settled_at: p.settledAt,
      })
      .where("id", "=", p.id)
      .where("endpoint", "=", p.endpoint),
  );
  const found = (row: Row | undefined) => row && toLetter(row);
  return {
    insert: async (letter) => (await insert.changes(toRow(letter))) === 1,
    has: async (id) => (await has.first({ id })) !== undefined,
    get: async (endpoint, id) => found(await get.first({ endpoint, id })),
    first: async ({ endpoint, queue }) => found(await first.first({ endpoint, queue })),
    save: async (letter) => (await save.changes(toRow(letter))) === 1,
  };
}

type Queues = Pick<Webhooks, "open" | "lease" | "moveQueue" | "closeQueue" | "unblock">;

function queues({ db, prepare }: Sql): Queues {
  // A queue that is there is written as it is: PostgreSQL does not count `do nothing` as having read it, and would let
  // another transaction, which does not see the new letter yet, close it.
  const open = prepare((p: WebhookQueue & { at: number }) =>
    db
      .insertInto("webhook_queues")
      .values({ endpoint: p.endpoint, queue: p.queue, next_at: p.at })
      .onConflict((conflict) =>
        conflict.columns(["endpoint", "queue"]).doUpdateSet((eb) => ({ next_at: eb.ref("webhook_queues.next_at") })),
      ),
  );
  const lease = prepare((p: WebhookQueue & { now: number; until: number }) =>
    db
      .updateTable("webhook_queues")
      .set({ next_at: p.until, blocked_by: null })
      .where("endpoint", "=", p.endpoint)
      .where("queue", "=", p.queue)
      .where("next_at", "<=", p.now),
  );
  const move = prepare((p: WebhookQueue & { lease: number; next: number; blockedBy: string | null }) =>
    db
      .updateTable("webhook_queues")
      .set({ next_at: p.next, blocked_by: p.blockedBy })
      .where("endpoint", "=", p.endpoint)
      .where("queue", "=", p.queue)
      .where("next_at", "=", p.lease),
  );
  const close = prepare((p: WebhookQueue & { lease: number }) =>
    db
      .deleteFrom("webhook_queues")
      .where("endpoint", "=", p.endpoint)
      .where("queue", "=", p.queue)
      .where("next_at", "=", p.lease),
  );
  const unblock = prepare((p: WebhookQueue & { id: string; now: number }) =>
    db
      .updateTable("webhook_queues")
      .set({ next_at: p.now, blocked_by: null })
      .where("endpoint", "=", p.endpoint)
      .where("queue", "=", p.queue)
      .where("blocked_by", "=", p.id),
  );
  const keyOf = ({ endpoint, queue }: WebhookQueue): WebhookQueue => ({ endpoint, queue });
  return {
    async open(queue, at) {
      await open.changes({ ...keyOf(queue), at });
    },
    lease: async (queue, now, until) => (await lease.changes({ ...keyOf(queue), now, until })) === 1,
    moveQueue: async (queue, lease, next, blockedBy) =>
      (await move.changes({ ...keyOf(queue), lease, next, blockedBy })) === 1,
    closeQueue: async (queue, lease) => (await close.changes({ ...keyOf(queue), lease })) === 1,
    unblock: async (queue, id, now) => (await unblock.changes({ ...keyOf(queue), id, now })) === 1,
  };
}

type Read = Pick<Reads, "dueWebhookQueues" | "webhookLetters" | "webhookLetterCount">;

export function webhookReads({ db, prepare }: Sql): Read {
  const due = prepare((p: { endpoint: string; now: number; limit: number }) =>
    db
      .selectFrom("webhook_queues")
      .select(["endpoint", "queue"])
      .where("endpoint", "=", p.endpoint)
      .where("next_at", "<=", p.now)
      .orderBy("next_at")
      .limit(atMost(p.limit)),
  );
  const list = prepare((p: ListPlace) =>
    db
      .selectFrom("webhook_letters")
      .select(letterColumns)
      .where("endpoint", "=", p.endpoint)
      // The state as a range, and first in the order: else PostgreSQL takes the index of all letters by their age, and
      // goes through what was delivered to find the few that are dead.
      .where(sql<SqlBool>`(state, created_at, id) > (${p.state}, ${p.createdAt}, ${p.id})`)
      .where("state", "<=", p.state)
      .orderBy("state")
      .orderBy("created_at")
      .orderBy("id")
      .limit(atMost(p.limit)),
  );
  const queue = prepare((p: Pick<ListPlace, "endpoint" | "state" | "limit">) =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom("webhook_letters")
          .select("created_at")
          .where("endpoint", "=", p.endpoint)
          .where("state", "=", p.state)
          .orderBy("created_at")
          .limit(atMost(p.limit))
          .as("counted"),
      )
      .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("created_at").as("oldestAt")]),
  );
  return {
    dueWebhookQueues: async (endpoint, now, limit) => (await due.all({ endpoint, now, limit })).map(present),
    webhookLetters: async (endpoint, state, after, limit) =>
      (await list.all({ endpoint, state, createdAt: after.createdAt, id: after.id, limit })).map(toLetter),
    async webhookLetterCount(endpoint, state, limit) {
      const { count = 0, oldestAt } = (await queue.first({ endpoint, state, limit })) ?? {};
      return { count, ...(oldestAt === null || oldestAt === undefined ? {} : { oldestAt }) };
    },
  };
}

interface ListPlace {
  readonly endpoint: string;
  readonly state: WebhookState;
  readonly createdAt: number;
  readonly id: string;
  readonly limit: number;
}
