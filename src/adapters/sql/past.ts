import { type SqlBool, sql } from "kysely";
import type { Past } from "../../ports/people.ts";
import { noteLogouts } from "./client-logouts.ts";
import type { Database } from "./schema.ts";
import type { Sql } from "./statement.ts";

type Fate = "ended" | "forgotten" | "kept";

/** What a restore does with the rows of each table. Without an entry for every table this does not compile. */
const fates: Readonly<Record<keyof Database, Fate>> = {
  sessions: "ended",
  attempts: "ended",
  attempt_logs: "kept",
  sign_in_hours: "kept",
  chat_codes: "forgotten",
  oidc_records: "forgotten",
  // The restore ends sessions first, which has added their clients to the outbox.
  client_sessions: "forgotten",
  client_logouts: "kept",
  // Letters may be sent again: delivery is at least once.
  webhook_letters: "kept",
  webhook_queues: "kept",
  webhook_sequences: "kept",
  group_members: "kept",
  term_consents: "kept",
  phone_bindings: "forgotten",
  approvals: "forgotten",
  // An invitation may have been used since the backup.
  invitations: "forgotten",
  mini_program_sessions: "forgotten",
  pictures: "forgotten",
  // A person may have said "not me" since the backup, so that a browser is no longer known.
  known_browsers: "forgotten",
  browser_marks: "kept",
  // A message about an old sign-in is useless, and may have been sent.
  outbox: "forgotten",
  // A key may have been rotated out since the backup, and another token fetched.
  signing_keys: "forgotten",
  wechat_tokens: "forgotten",
  // A key may have been ended since the backup.
  admin_keys: "forgotten",
  console_sessions: "forgotten",
  audit: "kept",
  accounts: "kept",
  erased_accounts: "kept",
  identities: "kept",
  identity_conflicts: "kept",
  removed_identities: "kept",
  expected_people: "kept",
  // A person may have objected since the backup.
  account_changes: "forgotten",
  notices: "kept",
  notice_deliveries: "kept",
  answers: "kept",
  relayed_pushes: "kept",
  nonces: "kept",
  hits: "kept",
  sms_spend: "kept",
  probe: "kept",
  migrations: "kept",
};

const forgotten = (Object.keys(fates) as (keyof Database)[]).filter((table) => fates[table] === "forgotten");

/**
 * The statements scan whole tables. They are prepared when they are used, because a running service never uses them.
 */
export function createPast(from: Sql): Past {
  return {
    async end(at) {
      const attempts = await endAttempts(from).changes({ at });
      await noteLogouts(from, () => sql<SqlBool>`true`)({ at });
      const sessions = await endSessions(from, "live").changes({ at });
      await endSessions(from, "expired").changes({ at });
      await skipSequences(from).changes({});
      for (const table of forgotten) await from.prepare(() => from.db.deleteFrom(table)).changes({});
      return { sessions, attempts };
    },
  };
}

/** Other services may have received sequence numbers after the backup was made, so those numbers are not used again. */
const skipSequences = ({ db, prepare }: Sql) =>
  prepare(() => db.updateTable("webhook_sequences").set((eb) => ({ last: eb("last", "+", 1_000_000) })));

const endAttempts = ({ db, prepare }: Sql) =>
  prepare((p: { at: number }) =>
    db
      .updateTable("attempts")
      .set((eb) => ({ status: "expired", version: eb("version", "+", 1), expires_at: p.at }))
      .where("status", "not in", ["redeemed", "expired", "declined", "cancelled"]),
  );

/** Ends live or expired sessions: expired ones too, because the clock may be wrong today. */
const endSessions = ({ db, prepare }: Sql, which: "live" | "expired") =>
  prepare((p: { at: number }) =>
    db
      .updateTable("sessions")
      .set({ ended_at: p.at, end_reason: "restored" })
      .where("ended_at", "is", null)
      .where("expires_at", which === "live" ? ">" : "<=", p.at),
  );
