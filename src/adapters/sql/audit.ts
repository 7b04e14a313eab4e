// The queries and writes of the audit log.
import type { AuditAction, AuditLine, AuditSearch, AuditState } from "../../domain/audit.ts";
import type { Audit } from "../../ports/operator.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, present, type Sql } from "./statement.ts";

interface Row {
  readonly at: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly accountId: string | null;
  readonly target: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Creates the store of the audit log. */
export function createAudit({ db, prepare }: Sql): Audit {
  const append = prepare((p: Row) =>
    db.insertInto("audit").values({
      at: p.at,
      actor: p.actor,
      action: p.action,
      account_id: p.accountId,
      target: p.target,
      before: p.before,
      after: p.after,
    }),
  );
  return {
    async append({ before, after, ...entry }, at) {
      const states = { before: before && JSON.stringify(before), after: after && JSON.stringify(after) };
      await append.changes({ ...entry, ...states, at });
    },
  };
}

export function auditAfter({ db, prepare }: Sql): Reads["auditAfter"] {
  const read = prepare((p: { seq: number; limit: number }) =>
    db
      .selectFrom("audit")
      .select(["seq", "at", "actor", "action", "account_id as accountId", "target", "before", "after"])
      .where("seq", ">", p.seq)
      .orderBy("seq")
      .limit(atMost(p.limit)),
  );
  return async (seq, limit) => (await read.all({ seq, limit })).map(found);
}

/** Reads audit lines from before `seq`, newest first; optionally only those of one actor, or of one action. */
export function auditBefore(from: Sql): Reads["auditBefore"] {
  type Place = { readonly seq: number; readonly limit: number };
  const newest = ({ db }: Sql, p: Place) =>
    db
      .selectFrom("audit")
      .select(["seq", "at", "actor", "action", "account_id as accountId", "target", "before", "after"])
      .where("seq", "<", p.seq)
      .orderBy("seq", "desc")
      .limit(atMost(p.limit));
  const all = from.prepare((p: Place) => newest(from, p));
  const by = from.prepare((p: Place & { actor: string }) => newest(from, p).where("actor", "=", p.actor));
  const of = from.prepare((p: Place & { action: AuditAction }) => newest(from, p).where("action", "=", p.action));
  const both = from.prepare((p: Place & { actor: string; action: AuditAction }) =>
    newest(from, p).where("actor", "=", p.actor).where("action", "=", p.action),
  );
  const read = ({ actor, action }: AuditSearch, place: Place) => {
    if (actor !== undefined)
      return action === undefined ? by.all({ ...place, actor }) : both.all({ ...place, actor, action });
    return action === undefined ? all.all(place) : of.all({ ...place, action });
  };
  return async (search, seq, limit) => (await read(search, { seq, limit })).map(found);
}

function found({ before, after, ...row }: Row & { readonly seq: number }): AuditLine {
  return {
    ...present(row),
    ...(before === null ? {} : { before: state(before) }),
    ...(after === null ? {} : { after: state(after) }),
  };
}

const state = (json: string): AuditState => JSON.parse(json) as AuditState;
