import type { Session, SessionEnd } from "../../domain/session.ts";
import type { Sessions } from "../../ports/store.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

const columns = [
  "id",
  "account_id as accountId",
  "application_id as applicationId",
  "attempt_id as attemptId",
  "channel",
  "appid",
  "open_id as openId",
  "newcomer",
  "token_hash as tokenHash",
  "created_at as createdAt",
  "expires_at as expiresAt",
  "first_used_at as firstUsedAt",
  "ended_at as endedAt",
  "end_reason as end",
] as const;

type Row = Omit<Nullable<Session>, "newcomer"> & { readonly newcomer: 0 | 1 };

export function createSessions(from: Sql): Sessions {
  const { db, prepare } = from;
  const insert = insertSession(from);
  const byAttempt = prepare((p: { attemptId: string }) => select(from).where("attempt_id", "=", p.attemptId));
  const use = prepare((p: { id: string; at: number }) =>
    db.updateTable("sessions").set({ first_used_at: p.at }).where("id", "=", p.id).where("first_used_at", "is", null),
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

  return {
    insert: async (session) => (await insert.changes({ ...session, newcomer: session.newcomer ? 1 : 0 })) === 1,
    byAttempt: async (attemptId) => found(await byAttempt.first({ attemptId })),
    byToken: getSessionByToken(from),
    use: async (id, at) => (await use.changes({ id, at })) === 1,
    end: async (id, how, at) => (await end.changes({ id, end: how, at })) === 1,
    endOfIdentity: (appid, openId, how, at) => endOfIdentity.changes({ appid, openId, end: how, at }),
  };
}

export function getSessionByToken(from: Sql): Sessions["byToken"] {
  const get = from.prepare((p: { tokenHash: string }) => select(from).where("token_hash", "=", p.tokenHash));
  return async (tokenHash) => found(await get.first({ tokenHash }));
}

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
        newcomer: p.newcomer,
        token_hash: p.tokenHash,
        created_at: p.createdAt,
        expires_at: p.expiresAt,
        first_used_at: p.firstUsedAt,
        ended_at: p.endedAt,
        end_reason: p.end,
      })
      .onConflict((conflict) => conflict.column("attempt_id").doNothing()),
  );

const found = (row: Row | undefined): Session | undefined => row && { ...present(row), newcomer: row.newcomer === 1 };
