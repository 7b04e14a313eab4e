// How sessions are read: the columns of a query, and the session in a row.
import { sql } from "kysely";
import type { Refresh } from "../../domain/refresh.ts";
import type { Session, SignedIn } from "../../domain/session.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

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
export type SessionRow = Omit<Nullable<Session>, "newcomer" | "refresh"> & { readonly newcomer: 0 | 1 } & {
  readonly [Part in keyof Refresh]: Refresh[Part] | null;
};

/** Begins a query of sessions with their accounts. */
export const withAccount = ({ db }: Sql) =>
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

/** Begins a query of sessions. */
export const select = ({ db }: Sql) => db.selectFrom("sessions").select(columns);

/** The session of a row. Every column is named, because a rest pattern would take as long as reading the row. */
export function found(row: SessionRow | undefined): Session | undefined {
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

/** A session with its account. */
type RowWithAccount = SessionRow & {
  readonly accountName: string;
  readonly accountAvatar: string | null;
  readonly accountPhone: string | null;
  readonly accountCreatedAt: number;
  readonly accountLastSignInAt: number | null;
  readonly accountSuspendedAt: number | null;
  readonly lastNoticeAt: number;
};

export function foundWithAccount(row: RowWithAccount | undefined): SignedIn | undefined {
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
