// Exports and erases everything that is stored about a person.
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { PersonalRows } from "../../ports/people.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Stores } from "../../ports/store.ts";
import { noteLogouts } from "./client-logouts.ts";
import { createErasedAccounts } from "./erased-accounts.ts";
import type { Database } from "./schema.ts";
import type { Sql, Value } from "./statement.ts";

interface Key {
  readonly accountId: string;
}

/** Which rows of a table are about an account's person. */
type Whose = (key: Key) => RawBuilder<SqlBool>;

const byAccount: Whose = ({ accountId }) => sql`account_id = ${accountId}`;

const byPerson: Whose = ({ accountId }) =>
  sql`(appid, open_id) in (select appid, open_id from identities where account_id = ${accountId})`;

/**
 * Rows found by any of these queries. This is a union, because neither engine uses indexes for an `or` of subqueries:
 * both scanned all attempts.
 */
const byAnyOf = (key: string, queries: readonly RawBuilder<unknown>[]) =>
  sql<SqlBool>`${sql.ref(key)} in (${sql.join(queries, sql` union `)})`;

/**
 * The keys of rows of this table that belong to a person in `people` with an identity of the account. This is a join,
 * because with `in` SQLite does not conclude that the pair is not null, and so does not use a partial index.
 */
const byPersonIn = (people: string, table: string, column: string, { accountId }: Key) =>
  sql`select theirs.${sql.ref(column)} from ${sql.table(people)} as person
    join ${sql.table(table)} as theirs on theirs.appid = person.appid and theirs.open_id = person.open_id
    where person.account_id = ${accountId}`;

/** The attempts of the account: its sign-ins and requests, and everything that its person scanned. */
const ownAttempts = (key: Key) => [
  byPersonIn("identities", "attempts", "id", key),
  sql`${byPersonIn("removed_identities", "attempts", "id", key)} and theirs.account_id = ${key.accountId}`,
  sql`select attempt_id from sessions where account_id = ${key.accountId}`,
  sql`select asked.id from sessions join attempts as asked on asked.session_id = sessions.id
    where sessions.account_id = ${key.accountId}`,
];

const byOwn: Whose = (key) => byAnyOf("id", ownAttempts(key));

const byAttempt: Whose = (key) => byAnyOf("attempt_id", ownAttempts(key));

/** The rows of this table about the account, or about a person of its identities. */
const byAccountOrPerson =
  (table: string): Whose =>
  (key) =>
    byAnyOf("id", [
      sql`select id from ${sql.table(table)} where account_id = ${key.accountId}`,
      byPersonIn("identities", table, "id", key),
    ]);

/** Failed tries that are counted by person. */
const byTry: Whose = ({ accountId }) => sql`key in (
  select 'code:' || appid || ':' || open_id from identities where account_id = ${accountId}
  union all select 'otp:' || appid || ':' || open_id from identities where account_id = ${accountId}
  union all select 'phone-code:' || appid || ':' || open_id from identities where account_id = ${accountId})`;

/**
 * How the rows of a person are found in each table, in the order in which they can be deleted: rows that are found by
 * rows of another table come before those. Every table is listed. `impersonal`: it stores no personal data. `passing`:
 * its rows live for a short time, such as a reply for the twenty minutes in which WeChat may repeat its push. `lasting`:
 * what a deletion leaves behind on purpose, which cannot be traced to a person without knowing their id already.
 */
export const personal = {
  pictures: byAttempt,
  phone_bindings: byAttempt,
  approvals: byAccount,
  invitations: byAccount,
  account_changes: byAccount,
  notice_deliveries: byAccount,
  notices: byAccount,
  outbox: byAttempt,
  webhook_letters: byAccountOrPerson("webhook_letters"),
  hits: byTry,
  chat_codes: byPerson,
  oidc_records: ({ accountId }) => sql`session_id in (select id from sessions where account_id = ${accountId})`,
  client_sessions: ({ accountId }) => sql`session_id in (select id from sessions where account_id = ${accountId})`,
  mini_program_sessions: byPerson,
  attempt_logs: byAccountOrPerson("attempt_logs"),
  attempts: byOwn,
  sessions: byAccount,
  known_browsers: byAccount,
  group_members: byAccount,
  console_sessions: byAccount,
  term_consents: byAccount,
  removed_identities: byAccount,
  expected_people: byAccount,
  identity_conflicts: ({ accountId }) => sql`(account_id = ${accountId} or other_account_id = ${accountId})`,
  identities: byAccount,
  audit: byAccount,
  accounts: ({ accountId }) => sql`id = ${accountId}`,
  answers: "passing",
  // The pushes that wait for a backend's reply, kept as long as a reply.
  relayed_pushes: "passing",
  // The public ids of an ended session and its account, kept until the client was notified, at most a day.
  client_logouts: "passing",
  // The account's id, kept as long as one of its letters waits.
  webhook_queues: "passing",
  // A count by the account's id. It is deleted with the letter that says that the account is deleted.
  webhook_sequences: "passing",
  // A fingerprint of the push, and WeChat's random number.
  nonces: "impersonal",
  // A mark cannot be traced to a person without the service's secret.
  browser_marks: "impersonal",
  // Hashes of the ids of deleted accounts, kept for good: no other account gets such an id.
  erased_accounts: "lasting",
  sms_spend: "impersonal",
  // Counts by hour.
  sign_in_hours: "impersonal",
  signing_keys: "impersonal",
  admin_keys: "impersonal",
  wechat_tokens: "impersonal",
  probe: "impersonal",
  migrations: "impersonal",
} as const satisfies Record<keyof Database, Whose | "impersonal" | "passing" | "lasting">;

/** Hashes of credentials, which an export does not contain. */
const proofs: ReadonlySet<string> = new Set([
  "token_hash",
  "claim_hash",
  "browser_hash",
  "code_hash",
  "otp_hash",
  "invitation",
  "hash",
  "id_hash",
  "grant_hash",
]);

const tables = Object.entries(personal).flatMap(([table, whose]) =>
  typeof whose === "string" ? [] : [{ table, whose }],
);

/** Reads everything about an account's person, by table. */
export function personalRows(from: Sql): Reads["personalRows"] {
  const selects = tables.map(({ table, whose }) => ({
    table,
    rows: from.prepare((key: Key) => ({
      compile: () => sql<Record<string, Value>>`select * from ${sql.table(table)} where ${whose(key)}`.compile(from.db),
    })),
  }));
  return async (accountId) => {
    const found: Record<string, PersonalRows[string]> = {};
    for (const { table, rows } of selects) {
      const kept = (await rows.all({ accountId })).map(shown);
      if (kept.length > 0) found[table] = kept;
    }
    return found;
  };
}

const shown = (row: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, proofs.has(name) && value !== null ? "[hash]" : value]),
  );

/** Erases an account and its person. The operator's audit lines stay, without the person. */
export function createPeople(from: Sql): Stores["people"] {
  const deletes = tables
    .filter(({ table }) => table !== "audit")
    .map(({ table, whose }) => ({
      table,
      rows: from.prepare((key: Key) => ({
        compile: () => sql`delete from ${sql.table(table)} where ${whose(key)}`.compile(from.db),
      })),
    }));
  const forget = from.prepare((key: Key) =>
    from.db
      .updateTable("audit")
      .set({ account_id: null, target: null, before: null, after: null })
      .where("account_id", "=", key.accountId),
  );
  // By the session's account everything else of the provider is found.
  const grants = from.prepare((key: Key) => from.db.deleteFrom("oidc_records").where("account_id", "=", key.accountId));
  const { note, wasErased } = createErasedAccounts(from);
  const tellClients = noteLogouts(from, ({ accountId }) => sql<SqlBool>`account_id = ${accountId}`);
  return {
    wasErased,
    async erase(accountId, at) {
      await note(accountId, at);
      const gone: Record<string, number> = {};
      const told = await tellClients({ accountId, at });
      if (told > 0) gone.client_sessions = told;
      await forget.changes({ accountId });
      await grants.changes({ accountId });
      for (const { table, rows } of deletes) {
        const count = await rows.changes({ accountId });
        if (count > 0) gone[table] = count;
      }
      return gone;
    },
  };
}
