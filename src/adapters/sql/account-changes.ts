import type { AccountChange, ChangeEnd } from "../../domain/account-change.ts";
import type { AccountChanges } from "../../ports/account-changes.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, type Nullable, type Present, present, type Sql } from "./statement.ts";

/** The queries and writes of the announced changes of accounts. */
export function createAccountChanges(from: Sql): AccountChanges {
  const { db, prepare } = from;
  const insert = insertChange(from);
  const one = prepare((p: { id: string }) => db.selectFrom("account_changes").select(columns).where("id", "=", p.id));
  const end = prepare((p: { id: string; end: ChangeEnd; at: number }) =>
    db
      .updateTable("account_changes")
      .set({ ended_at: p.at, end_reason: p.end })
      .where("id", "=", p.id)
      .where("ended_at", "is", null),
  );
  const replaced = prepare((p: { id: string; formerPhone: string | null }) =>
    db.updateTable("account_changes").set({ former_phone: p.formerPhone }).where("id", "=", p.id),
  );
  return {
    async insert(change) {
      await insert.changes(rowOf(change));
    },
    async get(id) {
      const row = await one.first({ id });
      return row && changeOf(present(row));
    },
    of: changesOf(from),
    end: async (id, how, at) => (await end.changes({ id, end: how, at })) === 1,
    async noteFormerPhone(id, formerPhone) {
      await replaced.changes({ id, formerPhone });
    },
  };
}

const columns = [
  "id",
  "account_id as accountId",
  "action",
  "appid",
  "open_id as openId",
  "phone",
  "by_appid as byAppid",
  "by_open_id as byOpenId",
  "by_linked_at as byLinkedAt",
  "session_id as sessionId",
  "application_id as applicationId",
  "announced_at as announcedAt",
  "due_at as dueAt",
  "ended_at as endedAt",
  "end_reason as end",
  "former_phone as formerPhone",
] as const;

type Row = Omit<AccountChange, "about" | "by"> & {
  readonly appid?: string;
  readonly openId?: string;
  readonly byAppid: string;
  readonly byOpenId: string;
};

const rowOf = ({ about, by, ...rest }: AccountChange): Row => ({
  ...rest,
  ...about,
  byAppid: by.appid,
  byOpenId: by.openId,
});

const changeOf = ({ appid, openId, byAppid, byOpenId, ...rest }: Present<Nullable<Row>>): AccountChange => ({
  ...rest,
  ...(appid !== undefined && openId !== undefined ? { about: { appid, openId } } : {}),
  by: { appid: byAppid, openId: byOpenId },
});

const insertChange = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Row>) =>
    db.insertInto("account_changes").values({
      id: p.id,
      account_id: p.accountId,
      action: p.action,
      appid: p.appid,
      open_id: p.openId,
      phone: p.phone,
      by_appid: p.byAppid,
      by_open_id: p.byOpenId,
      by_linked_at: p.byLinkedAt,
      session_id: p.sessionId,
      application_id: p.applicationId,
      announced_at: p.announcedAt,
      due_at: p.dueAt,
      ended_at: p.endedAt,
      end_reason: p.end,
      former_phone: p.formerPhone,
    }),
  );

/** The changes of an account, oldest first. */
export function changesOf({ db, prepare }: Sql): Reads["accountChangesOf"] {
  const all = prepare((p: { accountId: string }) =>
    db.selectFrom("account_changes").select(columns).where("account_id", "=", p.accountId).orderBy("announced_at"),
  );
  return async (accountId) => (await all.all({ accountId })).map((row) => changeOf(present(row)));
}

/** The ids of the changes that are due, oldest first. */
export function dueChanges({ db, prepare }: Sql): Reads["dueChanges"] {
  const due = prepare((p: { now: number; limit: number }) =>
    db
      .selectFrom("account_changes")
      .select("id")
      .where("ended_at", "is", null)
      .where("due_at", "<=", p.now)
      .orderBy("due_at")
      .limit(atMost(p.limit)),
  );
  return async (now, limit) => (await due.all({ now, limit })).map(({ id }) => id);
}
