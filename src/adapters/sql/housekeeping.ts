import { type RawBuilder, sql } from "kysely";
import { scanGrace } from "../../domain/attempt-deadline.ts";
import type { Housekeeping } from "../../ports/housekeeping.ts";
import type { Sql } from "./statement.ts";

/** Parameters of a sweep; each statement uses those that it needs. */
interface Batch {
  readonly before: number;
  /** `before` in seconds since the epoch. */
  readonly seconds: number;
  /** `before` for pending attempts, which live longer by the grace period. */
  readonly beforeInGrace: number;
  readonly limit: number;
}

/** The rows of a table that a sweep deletes. */
interface Old {
  readonly table: string;
  /** The columns of its primary key. */
  readonly key: readonly string[];
  is(p: Batch): RawBuilder<unknown>;
}

/** Builds the `delete` of at most `limit` old rows. */
export type DeleteOld = (old: Old, p: Batch) => RawBuilder<unknown>;

/** The old rows that each sweep deletes. */
const sweeps: Readonly<Record<keyof Housekeeping, readonly Old[]>> = {
  // By the rule of `endsAt`, a pending attempt lives until its deadline plus the grace period. Attempts are found by
  // their creation time, because a scan does not change it.
  attempts: [
    {
      table: "attempts",
      key: ["seq"],
      is: (p) => sql`created_at < ${p.before} and expires_at < ${p.before}
        and (status <> 'pending' or expires_at < ${p.beforeInGrace})
        and not exists (select 1 from sessions where sessions.attempt_id = attempts.id
          and sessions.ended_at is null and sessions.expires_at >= ${p.before})
        and not (purpose = 'sign-in' and exists (select 1 from sessions where sessions.id = attempts.session_id
          and sessions.ended_at is null and sessions.expires_at >= ${p.before}))`,
    },
  ],
  sessions: [{ table: "sessions", key: ["id"], is: (p) => sql`expires_at < ${p.before} or ended_at < ${p.before}` }],
  keys: [{ table: "signing_keys", key: ["kid"], is: (p) => sql`retires_at < ${p.before}` }],
  chatCodes: [{ table: "chat_codes", key: ["appid", "hash"], is: (p) => sql`expires_at < ${p.before}` }],
  oidcRecords: [{ table: "oidc_records", key: ["model", "id_hash"], is: (p) => sql`expires_at < ${p.before}` }],
  clientSessions: [
    { table: "client_sessions", key: ["session_id", "application_id"], is: (p) => sql`expires_at < ${p.before}` },
    { table: "client_logouts", key: ["session_id", "application_id"], is: (p) => sql`next_at < ${p.before}` },
  ],
  consoleSessions: [{ table: "console_sessions", key: ["hash"], is: (p) => sql`expires_at < ${p.before}` }],
  attemptLogs: [{ table: "attempt_logs", key: ["id"], is: (p) => sql`created_at < ${p.before}` }],
  signInHours: [
    {
      table: "sign_in_hours",
      key: ["hour", "application_id", "channel", "reached", "ending"],
      is: (p) => sql`hour < ${p.before}`,
    },
  ],
  webhooks: [
    {
      table: "webhook_letters",
      key: ["id", "endpoint"],
      is: (p) => sql`settled_at < ${p.before} and state = 'delivered'`,
    },
  ],
  oldWebhooks: [
    { table: "webhook_letters", key: ["id", "endpoint"], is: (p) => sql`created_at < ${p.before}` },
    { table: "webhook_queues", key: ["endpoint", "queue"], is: (p) => sql`next_at < ${p.before}` },
  ],
  hits: [{ table: "hits", key: ["seq"], is: (p) => sql`hit_at < ${p.before}` }],
  pictures: [{ table: "pictures", key: ["attempt_id"], is: (p) => sql`kept_at < ${p.before}` }],
  phoneBindings: [{ table: "phone_bindings", key: ["attempt_id"], is: (p) => sql`kept_at < ${p.before}` }],
  miniProgramSessions: [
    { table: "mini_program_sessions", key: ["token_hash"], is: (p) => sql`expires_at < ${p.before}` },
  ],
  removedIdentities: [
    {
      table: "removed_identities",
      key: ["account_id", "appid", "open_id"],
      is: (p) => sql`removed_at < ${p.before}`,
    },
  ],
  approvals: [{ table: "approvals", key: ["attempt_id"], is: (p) => sql`approved_at < ${p.before}` }],
  invitations: [{ table: "invitations", key: ["hash"], is: (p) => sql`expires_at < ${p.before}` }],
  accountChanges: [{ table: "account_changes", key: ["id"], is: (p) => sql`ended_at < ${p.before}` }],
  notices: [
    {
      table: "notice_deliveries",
      key: ["appid", "open_id", "notice_id"],
      is: (p) => sql`kept_at < ${p.before}`,
    },
    { table: "notices", key: ["id"], is: (p) => sql`at < ${p.before}` },
  ],
  browsers: [
    {
      table: "known_browsers",
      key: ["browser_hash", "account_id", "application_id"],
      is: (p) => sql`used_at < ${p.before}`,
    },
    { table: "browser_marks", key: ["browser_hash"], is: (p) => sql`marked_at < ${p.before}` },
  ],
  inbox: [
    {
      table: "answers",
      key: ["created_at", "appid", "key"],
      is: (p) => sql`created_at < ${p.seconds} and answered_at < ${p.before}`,
    },
    {
      table: "relayed_pushes",
      key: ["created_at", "appid", "key"],
      is: (p) => sql`created_at < ${p.seconds} and held_until < ${p.before}`,
    },
    { table: "nonces", key: ["signed_at", "appid", "nonce"], is: (p) => sql`signed_at < ${p.seconds}` },
  ],
};

export function createHousekeeping(from: Sql, deleteOld: DeleteOld = byKey): Housekeeping {
  const made = Object.entries(sweeps).map(([sweep, olds]) => [sweep, createSweep(from, olds, deleteOld)]);
  return Object.fromEntries(made) as Housekeeping;
}

function createSweep(from: Sql, olds: readonly Old[], deleteOld: DeleteOld): Housekeeping[keyof Housekeeping] {
  const statements = olds.map((old) => from.prepare((p: Batch) => compilable(from, deleteOld(old, p))));
  return async (before, limit) => {
    const given = { before, seconds: Math.floor(before / 1000), beforeInGrace: before - scanGrace };
    let deleted = 0;
    for (const statement of statements) deleted += await statement.changes({ ...given, limit: limit - deleted });
    return deleted;
  };
}

const compilable = ({ db }: Sql, statement: RawBuilder<unknown>) => ({ compile: () => statement.compile(db) });

const byKey: DeleteOld = ({ table, key, is }, p) => {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const rows = key.length === 1 ? columns : sql`(${columns})`;
  return sql`delete from ${sql.table(table)} where ${rows} in
    (select ${columns} from ${sql.table(table)} where (${is(p)}) limit ${p.limit})`;
};
