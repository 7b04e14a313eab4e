// The queries and writes of the audit log.
import { type RawBuilder, sql } from "kysely";
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
  const both = from.prepare((p: Place & Both) => ({ compile: () => leaps(p).compile(from.db) }));
  const read = ({ actor, action }: AuditSearch, place: Place) => {
    if (actor !== undefined)
      return action === undefined ? by.all({ ...place, actor }) : both.all({ ...place, actor, action });
    return action === undefined ? all.all(place) : of.all({ ...place, action });
  };
  return async (search, seq, limit) => (await read(search, { seq, limit })).map(found);
}

interface Both {
  readonly actor: string;
  readonly action: AuditAction;
}

/**
 * The lines of an actor and of an action, found by the indexes of both: from a line of the one, the search leaps to the
 * nearest of the other that is not newer. So it takes as many leaps as the rarer of them has lines, at most; by one index
 * alone it went through all lines of a common one. Lines come in the order of the leaps.
 */
function leaps({ actor, action, seq, limit }: Both & { readonly seq: number; readonly limit: number }) {
  const ofActor = (before: RawBuilder<number>) =>
    sql<number>`(select max(seq) from audit where actor = ${actor} and seq < ${before})`;
  const ofAction = (line: RawBuilder<number>) =>
    sql<number>`(select max(seq) from audit where action = ${action} and seq <= ${line})`;
  const first = ofActor(sql`cast(${seq} as bigint)`);
  const next = ofActor(sql`case when leap.b = leap.a then leap.a else leap.b + 1 end`);
  return sql<Row & { readonly seq: number }>`with recursive leap(a, b) as (
      select ${first}, ${ofAction(first)}
      union all
      select ${next}, ${ofAction(next)} from leap where leap.b is not null
    )
    select audit.seq, at, actor, action, account_id as "accountId", target, "before", "after"
    from leap cross join audit where leap.a = leap.b and audit.seq = leap.a limit ${atMost(limit)}`;
}

function found({ before, after, ...row }: Row & { readonly seq: number }): AuditLine {
  return {
    ...present(row),
    ...(before === null ? {} : { before: state(before) }),
    ...(after === null ? {} : { after: state(after) }),
  };
}

const state = (json: string): AuditState => JSON.parse(json) as AuditState;
