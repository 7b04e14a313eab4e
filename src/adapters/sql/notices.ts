import { sql } from "kysely";
import type { Notice, NoticeDelivery } from "../../domain/notice.ts";
import type { Notices } from "../../ports/account-changes.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, type Nullable, type Present, present, type Sql } from "./statement.ts";

/** The queries and writes of notices, and the chats that still wait for one. */
export function createNotices(from: Sql): Notices {
  const { db, prepare } = from;
  const insert = insertNotice(from);
  const keep = keepDelivery(from);
  const one = prepare((p: { id: string }) => db.selectFrom("notices").select(columns).where("id", "=", p.id));
  const waits = prepare((p: Chat) =>
    db
      .selectFrom("notice_deliveries")
      .select("notice_id")
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .limit(sql.lit(1)),
  );
  const untold = untoldTo(from);
  const attempted = markTried(from);
  const failed = markNotSent(from);
  const later = noticesSince(from);
  const forgotten = prepare((p: AnnouncedChange) =>
    db.deleteFrom("notices").where("account_id", "=", p.accountId).where("change_id", "=", p.changeId),
  );
  const unsaid = prepare((p: AnnouncedChange) =>
    db
      .deleteFrom("notice_deliveries")
      .where("account_id", "=", p.accountId)
      .where("notice_id", "in", (eb) =>
        eb.selectFrom("notices").select("id").where("account_id", "=", p.accountId).where("change_id", "=", p.changeId),
      ),
  );
  const told = prepare((p: Pick<NoticeDelivery, "appid" | "openId" | "noticeId">) =>
    db
      .deleteFrom("notice_deliveries")
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("notice_id", "=", p.noticeId),
  );
  return {
    async insert(notice, chats) {
      await insert.changes(rowOf(notice));
      const { id: noticeId, accountId, at } = notice;
      for (const { appid, openId } of chats) await keep.changes({ noticeId, accountId, at, appid, openId });
    },
    async get(id) {
      const row = await one.first({ id });
      return row && noticeOf(present(row));
    },
    waits: async (appid, openId) => (await waits.first({ appid, openId })) !== undefined,
    untold: async (appid, openId, triedBefore, limit) =>
      (await untold.all({ appid, openId, triedBefore }))
        .map((row) => noticeOf(present(row)))
        .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    tryOnce: async (delivery, at) => (await attempted.changes({ ...delivery, at })) === 1,
    async forgetChange(accountId, changeId) {
      await unsaid.changes({ accountId, changeId });
      await forgotten.changes({ accountId, changeId });
    },
    of: async (accountId, since) => (await later.all({ accountId, since })).map((row) => noticeOf(present(row))),
    async notSent(delivery) {
      await failed.changes(delivery);
    },
    told: async ({ appid, openId, noticeId }) => (await told.changes({ appid, openId, noticeId })) === 1,
  };
}

interface AnnouncedChange {
  readonly accountId: string;
  readonly changeId: string;
}

interface Chat {
  readonly appid: string;
  readonly openId: string;
}

const columns = [
  "notices.id",
  "notices.account_id as accountId",
  "notices.kind",
  "notices.at",
  "notices.application_id as applicationId",
  "notices.appid",
  "notices.open_id as openId",
  "notices.by_appid as byAppid",
  "notices.by_open_id as byOpenId",
  "notices.session_id as sessionId",
  "notices.change_id as changeId",
  "notices.due_at as dueAt",
] as const;

type Row = Omit<Notice, "about" | "by"> & {
  readonly appid?: string;
  readonly openId?: string;
  readonly byAppid?: string;
  readonly byOpenId?: string;
};

const rowOf = ({ about, by, ...rest }: Notice): Row => ({
  ...rest,
  ...about,
  ...(by ? { byAppid: by.appid, byOpenId: by.openId } : {}),
});

const noticeOf = ({ appid, openId, byAppid, byOpenId, ...rest }: Present<Nullable<Row>>): Notice => ({
  ...rest,
  ...(appid !== undefined && openId !== undefined ? { about: { appid, openId } } : {}),
  ...(byAppid !== undefined && byOpenId !== undefined ? { by: { appid: byAppid, openId: byOpenId } } : {}),
});

const insertNotice = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Row>) =>
    db.insertInto("notices").values({
      id: p.id,
      account_id: p.accountId,
      kind: p.kind,
      at: p.at,
      application_id: p.applicationId,
      appid: p.appid,
      open_id: p.openId,
      by_appid: p.byAppid,
      by_open_id: p.byOpenId,
      session_id: p.sessionId,
      change_id: p.changeId,
      due_at: p.dueAt,
    }),
  );

const keepDelivery = ({ db, prepare }: Sql) =>
  prepare((p: NoticeDelivery & { at: number }) =>
    db
      .insertInto("notice_deliveries")
      .values({
        appid: p.appid,
        open_id: p.openId,
        notice_id: p.noticeId,
        account_id: p.accountId,
        kept_at: p.at,
        tried_at: null,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

const untoldTo = ({ db, prepare }: Sql) =>
  prepare((p: Chat & { triedBefore: number }) =>
    db
      .selectFrom("notice_deliveries")
      .innerJoin("notices", "notices.id", "notice_deliveries.notice_id")
      .select(columns)
      .where("notice_deliveries.appid", "=", p.appid)
      .where("notice_deliveries.open_id", "=", p.openId)
      .where((or) => or.or([or("tried_at", "is", null), or("tried_at", "<", p.triedBefore)])),
  );

const markTried = ({ db, prepare }: Sql) =>
  prepare((p: NoticeDelivery & { at: number }) =>
    db
      .updateTable("notice_deliveries")
      .set({ tried_at: p.at })
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("notice_id", "=", p.noticeId)
      .where("tried_at", "is", null),
  );

const noticesSince = ({ db, prepare }: Sql) =>
  prepare((p: { accountId: string; since: number }) =>
    db
      .selectFrom("notices")
      .select(columns)
      .where("account_id", "=", p.accountId)
      .where("at", ">", p.since)
      .orderBy("at"),
  );

/** Marks a message as failed: it is not tried again, and the next reply may contain the notice. */
const markNotSent = ({ db, prepare }: Sql) =>
  prepare((p: NoticeDelivery) =>
    db
      .updateTable("notice_deliveries")
      .set({ tried_at: 0 })
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("notice_id", "=", p.noticeId),
  );

/** The notices of an account, newest first. */
export function noticesOf({ db, prepare }: Sql): Reads["noticesOf"] {
  const newest = prepare((p: { accountId: string; since: number; limit: number }) =>
    db
      .selectFrom("notices")
      .select(columns)
      .where("account_id", "=", p.accountId)
      .where("at", ">", p.since)
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .limit(atMost(p.limit)),
  );
  return async (accountId, since, limit) =>
    (await newest.all({ accountId, since, limit })).map((row) => noticeOf(present(row)));
}

const deliveryColumns = ["appid", "open_id as openId", "notice_id as noticeId", "account_id as accountId"] as const;

/** The deliveries that were not tried yet, oldest first. */
export function untriedDeliveries({ db, prepare }: Sql): Reads["untriedDeliveries"] {
  const untried = prepare((p: { since: number; limit: number }) =>
    db
      .selectFrom("notice_deliveries")
      .select(deliveryColumns)
      .where("tried_at", "is", null)
      .where("kept_at", ">", p.since)
      .orderBy("kept_at")
      .limit(atMost(p.limit)),
  );
  return async (since, limit) => (await untried.all({ since, limit })).map(present);
}

export function deliveriesOf({ db, prepare }: Sql): Reads["deliveriesOf"] {
  const all = prepare((p: { accountId: string; noticeId: string }) =>
    db
      .selectFrom("notice_deliveries")
      .select(deliveryColumns)
      .where("account_id", "=", p.accountId)
      .where("notice_id", "=", p.noticeId)
      .where("tried_at", "is", null),
  );
  return async ({ accountId, id }) => (await all.all({ accountId, noticeId: id })).map(present);
}
