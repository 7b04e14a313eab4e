import { sql } from "kysely";
import type { Approval, ApprovalQuery } from "../../domain/approval.ts";
import type { Approvals } from "../../ports/account-changes.ts";
import type { Sql } from "./statement.ts";

/** Queries and writes for single-use approvals. */
export function createApprovals(from: Sql): Approvals {
  const insert = insertApproval(from);
  const take = takeApproval(from);
  const given = from.prepare((p: { appid: string; openId: string }) =>
    from.db
      .deleteFrom("approvals")
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("used_at", "is", null),
  );
  const asked = from.prepare((p: { sessionId: string }) =>
    from.db.deleteFrom("approvals").where("session_id", "=", p.sessionId).where("used_at", "is", null),
  );
  return {
    insert: async (approval) => (await insert.changes(approval)) === 1,
    take: async (query, since, at) => take.first({ ...query, since, at }),
    forgetOf: async (appid, openId) => given.changes({ appid, openId }),
    forgetOfSession: async (sessionId) => asked.changes({ sessionId }),
  };
}

/** Finds the newest unused approval of this action since a time. */
export function findApproval(from: Sql): (query: ApprovalQuery, since: number) => Promise<number | undefined> {
  const find = from.prepare((p: ApprovalQuery & { since: number }) =>
    unused(from, p).select("approved_at as approvedAt"),
  );
  return async (query, since) => (await find.first({ ...query, since }))?.approvedAt;
}

const unused = ({ db }: Sql, p: ApprovalQuery & { since: number }) =>
  db
    .selectFrom("approvals")
    .where("session_id", "=", p.sessionId)
    .where("action", "=", p.action)
    .where("target", "=", p.target)
    .where("approved_at", ">", p.since)
    .where("used_at", "is", null)
    .orderBy("approved_at", "desc")
    .limit(sql.lit(1));

const insertApproval = ({ db, prepare }: Sql) =>
  prepare((p: Approval) =>
    db
      .insertInto("approvals")
      .values({
        attempt_id: p.attemptId,
        session_id: p.sessionId,
        account_id: p.accountId,
        action: p.action,
        target: p.target,
        appid: p.appid,
        open_id: p.openId,
        approved_at: p.approvedAt,
        used_at: null,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

const takeApproval = (from: Sql) =>
  from.prepare((p: ApprovalQuery & { since: number; at: number }) =>
    from.db
      .updateTable("approvals")
      .set({ used_at: p.at })
      .where("attempt_id", "=", unused(from, p).select("attempt_id"))
      .where("used_at", "is", null)
      .returning(["appid", "open_id as openId"]),
  );
