// The queries and writes of sessions.
import { type SqlBool, sql } from "kysely";
import type { Refresh } from "../../domain/refresh.ts";
import type { Session, SessionEnd, SignedIn } from "../../domain/session.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Renewal, Rotation, Sessions } from "../../ports/sessions.ts";
import { noteLogouts } from "./client-logouts.ts";
import { atMost, type Nullable, present, type Sql } from "./statement.ts";

const columns = [
  "sessions.id",
  "account_id as accountId",
  "application_id as applicationId",
  "attempt_id as attemptId",
  "channel",
  "appid",
  "open_id as openId",
  "union_id as unionId",
  "newcomer",
  "token_hash as tokenHash",
  "sessions.created_at as createdAt",
  "expires_at as expiresAt",
  "first_used_at as firstUsedAt",
  "proven_at as provenAt",
  "ended_at as endedAt",
  "end_reason as end",
  "generation",
  "rotated_at as rotatedAt",
  "client_hash as clientHash",
  "sessions.browser_hash as browserHash",
  "sessions.browser_name as browserName",
  "sessions.network",
  "sessions.language",
] as const;

/** A row as it is in the table: no nesting, no booleans. */
type Row = Omit<Nullable<Session>, "newcomer" | "refresh"> & { readonly newcomer: 0 | 1 } & {
  readonly [Part in keyof Refresh]: Refresh[Part] | null;
};

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

const rotateSession = ({ db, prepare }: Sql) =>
  prepare((p: Rotation & { id: string; at: number }) =>
    db
      .updateTable("sessions")
      .set({ token_hash: p.to, generation: p.generation, rotated_at: p.at, client_hash: p.clientHash })
      .where("id", "=", p.id)
      .where("token_hash", "=", p.from)
      .where("generation", "is not", null)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );

const renewSession = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Renewal> & { id: string; at: number }) =>
    db
      .updateTable("sessions")
      .set({
        token_hash: p.tokenHash,
        channel: p.channel,
        appid: p.appid,
        open_id: p.openId,
        union_id: p.unionId,
        expires_at: p.expiresAt,
        browser_name: p.browserName,
        network: p.network,
        language: p.language,
        proven_at: p.at,
        first_used_at: null,
      })
      .where("id", "=", p.id)
      .where("generation", "is", null)
      .where("ended_at", "is", null)
      .where("expires_at", ">", p.at),
  );

const withAccount = ({ db }: Sql) =>
  db
    .selectFrom("sessions")
    .innerJoin("accounts", "accounts.id", "sessions.account_id")
    .select(columns)
    .select([
      "accounts.name as accountName",
      "accounts.avatar as accountAvatar",
      "accounts.phone as accountPhone",
      "accounts.created_at as accountCreatedAt",
      "accounts.last_sign_in_at as accountLastSignInAt",
      "accounts.suspended_at as accountSuspendedAt",
    ])
    .select(sql<number>`(select coalesce(max(at), 0) from notices where account_id = accounts.id)`.as("lastNoticeAt"));

const select = ({ db }: Sql) => db.selectFrom("sessions").select(columns);

const ending = ({ db }: Sql, p: { end: SessionEnd; at: number }) =>
  db.updateTable("sessions").set({ ended_at: p.at, end_reason: p.end });

const insertSession = ({ db, prepare }: Sql) =>
  prepare((p: Row) =>
    db
      .insertInto("sessions")
      .values({
        id: p.id,
        account_id: p.accountId,
        application_id: p.applicationId,
        attempt_id: p.attemptId,
        channel: p.channel,
        appid: p.appid,
        open_id: p.openId,
        union_id: p.unionId,
        newcomer: p.newcomer,
        token_hash: p.tokenHash,
        created_at: p.createdAt,
        expires_at: p.expiresAt,
        first_used_at: p.firstUsedAt,
        proven_at: p.provenAt,
        ended_at: p.endedAt,
        end_reason: p.end,
        generation: p.generation,
        rotated_at: p.rotatedAt,
        client_hash: p.clientHash,
        browser_hash: p.browserHash,
        browser_name: p.browserName,
        network: p.network,
        language: p.language,
      })
      .onConflict((conflict) => conflict.column("attempt_id").doNothing()),
  );

/** The session of a row. Every column is named, because a rest pattern would take as long as reading the row. */
function found(row: Row | undefined): Session | undefined {
  if (!row) return undefined;
  const { generation, rotatedAt, clientHash } = row;
  const kept = {
    id: row.id,
    accountId: row.accountId,
    applicationId: row.applicationId,
    attemptId: row.attemptId,
    channel: row.channel,
    appid: row.appid,
    openId: row.openId,
    unionId: row.unionId,
    newcomer: row.newcomer === 1,
    tokenHash: row.tokenHash,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    firstUsedAt: row.firstUsedAt,
    provenAt: row.provenAt,
    endedAt: row.endedAt,
    end: row.end,
    browserHash: row.browserHash,
    browserName: row.browserName,
    network: row.network,
    language: row.language,
    refresh: generation === null ? null : { generation, rotatedAt: rotatedAt ?? 0, clientHash: clientHash ?? "" },
  };
  return present(kept);
}

type RowWithAccount = Row & {
  readonly accountName: string;
  readonly accountAvatar: string | null;
  readonly accountPhone: string | null;
  readonly accountCreatedAt: number;
  readonly accountLastSignInAt: number | null;
  readonly accountSuspendedAt: number | null;
  readonly lastNoticeAt: number;
};

function foundWithAccount(row: RowWithAccount | undefined): SignedIn | undefined {
  const session = found(row);
  if (!row || !session) return undefined;
  const account = {
    id: row.accountId,
    name: row.accountName,
    avatar: row.accountAvatar,
    phone: row.accountPhone,
    createdAt: row.accountCreatedAt,
    lastSignInAt: row.accountLastSignInAt,
    suspendedAt: row.accountSuspendedAt,
  };
  return { account: present(account), session, lastNoticeAt: Number(row.lastNoticeAt) };
}
