// The queries of sessions.
import { type SqlBool, sql } from "kysely";
import type { SessionEnd } from "../../domain/session.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Sessions } from "../../ports/sessions.ts";
import { noteLogouts } from "./client-logouts.ts";
import { found, foundWithAccount, select, withAccount } from "./session-rows.ts";
import { ending, insertSession, renewSession, rotateSession } from "./session-writes.ts";
import { atMost, type Sql } from "./statement.ts";

/** The queries and writes of sessions. */
export function createSessions(from: Sql): Sessions {
  const { db, prepare } = from;
  const insert = insertSession(from);
  const rotate = rotateSession(from);
  const renew = renewSession(from);
  const keepClients = prepare((p: { id: string; expiresAt: number }) =>
    db.updateTable("client_sessions").set({ expires_at: p.expiresAt }).where("session_id", "=", p.id),
  );
  const byAttempt = prepare((p: { attemptId: string }) => select(from).where("attempt_id", "=", p.attemptId));
  const use = prepare((p: { id: string; at: number }) =>
    db.updateTable("sessions").set({ first_used_at: p.at }).where("id", "=", p.id).where("first_used_at", "is", null),
  );
  const prove = prepare((p: { id: string; at: number }) =>
    db
      .updateTable("sessions")
      .set({ proven_at: p.at })
      .where("id", "=", p.id)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );
  const end = prepare((p: { id: string; end: SessionEnd; at: number }) =>
    ending(from, p).where("id", "=", p.id).where("ended_at", "is", null),
  );
  const endOfIdentity = prepare((p: { appid: string; openId: string; end: SessionEnd; at: number }) =>
    ending(from, p)
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );

  const endOfAccount = prepare((p: { accountId: string; end: SessionEnd; at: number }) =>
    ending(from, p).where("account_id", "=", p.accountId).where("ended_at", "is", null).where("expires_at", ">", p.at),
  );

  const tellEnd = noteLogouts(from, (p) => sql<SqlBool>`id = ${p.id}`);
  const tellIdentity = noteLogouts(from, (p) => sql<SqlBool>`appid = ${p.appid} and open_id = ${p.openId}`);
  const tellAccount = noteLogouts(from, (p) => sql<SqlBool>`account_id = ${p.accountId}`);

  return {
    insert: async ({ refresh, newcomer, ...session }) =>
      (await insert.changes({ ...session, ...refresh, newcomer: newcomer ? 1 : 0 })) === 1,
    get: getSession(from),
    byAttempt: async (attemptId) => found(await byAttempt.first({ attemptId })),
    byToken: getSessionByToken(from),
    use: async (id, at) => (await use.changes({ id, at })) === 1,
    async renew(id, renewal, at) {
      if ((await renew.changes({ ...renewal, id, at })) !== 1) return false;
      // Its clients must be notified of its end, so they are kept as long as the session.
      await keepClients.changes({ id, expiresAt: renewal.expiresAt });
      return true;
    },
    prove: async (id, at) => (await prove.changes({ id, at })) === 1,
    rotate: async (id, rotation, at) => (await rotate.changes({ id, ...rotation, at })) === 1,
    async end(id, how, at) {
      await tellEnd({ id, at });
      return (await end.changes({ id, end: how, at })) === 1;
    },
    async endOfIdentity(appid, openId, how, at) {
      await tellIdentity({ appid, openId, at });
      return endOfIdentity.changes({ appid, openId, end: how, at });
    },
    async endOfAccount(accountId, how, at) {
      await tellAccount({ accountId, at });
      return endOfAccount.changes({ accountId, end: how, at });
    },
  };
}

function getSessionByToken(from: Sql): Sessions["byToken"] {
  const get = from.prepare((p: { tokenHash: string }) => select(from).where("token_hash", "=", p.tokenHash));
  return async (tokenHash) => found(await get.first({ tokenHash }));
}

export function getSession(from: Sql): Sessions["get"] {
  const get = from.prepare((p: { id: string }) => select(from).where("id", "=", p.id));
  return async (id) => found(await get.first({ id }));
}

/** The sessions of an account, newest first. */
export function sessionsOfAccount(from: Sql): Reads["sessionsOf"] {
  const read = from.prepare((p: { accountId: string; createdAt: number; id: string; limit: number }) =>
    select(from)
      .where("account_id", "=", p.accountId)
      .where(sql<boolean>`(created_at, id) < (${p.createdAt}, ${p.id})`)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(atMost(p.limit)),
  );
  return async (accountId, { createdAt, id }, limit) =>
    (await read.all({ accountId, createdAt, id, limit })).flatMap((row) => found(row) ?? []);
}

/** Reads a session with its account in one statement, because every session check needs both. */
export function getSignedIn(from: Sql): Reads["signedIn"] {
  const get = from.prepare((p: { tokenHash: string }) => withAccount(from).where("token_hash", "=", p.tokenHash));
  return async (tokenHash) => foundWithAccount(await get.first({ tokenHash }));
}

export function getSignedInById(from: Sql): Reads["signedInById"] {
  const get = from.prepare((p: { id: string }) => withAccount(from).where("sessions.id", "=", p.id));
  return async (id) => foundWithAccount(await get.first({ id }));
}

/** The live sessions of an account, newest first. */
export function liveSessionsOf(from: Sql): Reads["liveSessionsOf"] {
  const all = from.prepare((p: { accountId: string; now: number; limit: number }) =>
    select(from)
      .where("account_id", "=", p.accountId)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.now)
      .orderBy("created_at", "desc")
      .limit(atMost(p.limit)),
  );
  return async (accountId, now, limit) => (await all.all({ accountId, now, limit })).flatMap((row) => found(row) ?? []);
}
