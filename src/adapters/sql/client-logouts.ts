import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { ClientLogout, ClientSession } from "../../domain/client-logout.ts";
import type { ClientLogouts, ClientSessions } from "../../ports/openid.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, present, type Sql } from "./statement.ts";

/** The queries and writes of the notifications of ended sessions to OpenID clients. */
export function createClientSessions({ db, prepare }: Sql): ClientSessions {
  const note = prepare((p: ClientSession) => ({
    compile: () =>
      sql`insert into client_sessions (session_id, application_id, expires_at)
        select id, cast(${p.applicationId} as text), expires_at from sessions where id = ${p.sessionId}
        on conflict (session_id, application_id) do nothing`.compile(db),
  }));
  return {
    async note(session) {
      await note.changes(session);
    },
  };
}

/** The parameters of a statement, by name. */
type Values = Readonly<Record<string, string | number>>;

/**
 * Adds the clients of sessions that are about to end to the outbox, and returns how many. Runs in the transaction that
 * ends the sessions, before they change. `which` is a condition on `sessions`.
 */
export function noteLogouts({ db, prepare }: Sql, which: (p: Values) => RawBuilder<SqlBool>) {
  const ending = (p: Values) => sql`select id from sessions where ended_at is null and ${which(p)}`;
  const note = prepare((p: Values) => ({
    compile: () => insertLogouts(p.at, sql`session_id in (${ending(p)})`).compile(db),
  }));
  const forget = prepare((p: Values) => ({
    compile: () => sql`delete from client_sessions where session_id in (${ending(p)})`.compile(db),
  }));
  return async (given: Values & { readonly at: number }): Promise<number> => {
    const noted = await note.changes(given);
    if (noted > 0) await forget.changes(given);
    return noted;
  };
}

/** `which` is a condition on `client_sessions`. Their sessions are there still. */
const insertLogouts = (at: string | number | undefined, which: RawBuilder<SqlBool>) =>
  sql`insert into client_logouts (session_id, application_id, account_id, ended_at, tries, next_at)
    select session_id, application_id, (select account_id from sessions where sessions.id = session_id),
      cast(${at} as bigint), 0, cast(${at} as bigint) from client_sessions
    where ${which}
    on conflict (session_id, application_id) do nothing`;

export function createClientLogouts({ db, prepare }: Sql): ClientLogouts {
  const note = prepare((p: ClientSession & { at: number }) => ({
    compile: () =>
      insertLogouts(p.at, sql`session_id = ${p.sessionId} and application_id = ${p.applicationId}`).compile(db),
  }));
  const forget = prepare((p: ClientSession) =>
    db
      .deleteFrom("client_sessions")
      .where("session_id", "=", p.sessionId)
      .where("application_id", "=", p.applicationId),
  );
  const lease = prepare((p: ClientSession & { now: number; until: number }) =>
    db
      .updateTable("client_logouts")
      .set((eb) => ({ next_at: p.until, tries: eb("tries", "+", 1) }))
      .where("session_id", "=", p.sessionId)
      .where("application_id", "=", p.applicationId)
      .where("next_at", "<=", p.now),
  );
  const postpone = prepare((p: ClientSession & { until: number }) =>
    db
      .updateTable("client_logouts")
      .set({ next_at: p.until })
      .where("session_id", "=", p.sessionId)
      .where("application_id", "=", p.applicationId),
  );
  const remove = prepare((p: ClientSession) =>
    db.deleteFrom("client_logouts").where("session_id", "=", p.sessionId).where("application_id", "=", p.applicationId),
  );
  return {
    async note(session, at) {
      await note.changes({ ...keyOf(session), at });
      await forget.changes(keyOf(session));
    },
    lease: async (logout, now, until) => (await lease.changes({ ...keyOf(logout), now, until })) === 1,
    async postpone(logout, until) {
      await postpone.changes({ ...keyOf(logout), until });
    },
    async remove(logout) {
      await remove.changes(keyOf(logout));
    },
  };
}

const keyOf = ({ sessionId, applicationId }: ClientSession): ClientSession => ({ sessionId, applicationId });

export function dueClientLogouts({ db, prepare }: Sql): Reads["dueClientLogouts"] {
  const due = prepare((p: { applicationId: string; now: number; limit: number }) =>
    db
      .selectFrom("client_logouts")
      .select([
        "session_id as sessionId",
        "application_id as applicationId",
        "account_id as accountId",
        "ended_at as endedAt",
        "tries",
      ])
      .where("application_id", "=", p.applicationId)
      .where("next_at", "<=", p.now)
      .orderBy("next_at")
      .limit(atMost(p.limit)),
  );
  return async (applicationId, now, limit): Promise<ClientLogout[]> =>
    (await due.all({ applicationId, now, limit })).map(present);
}
