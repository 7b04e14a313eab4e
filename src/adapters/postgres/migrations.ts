import { sql } from "kysely";
import { migrations as shared } from "../sql/migrations/migrations.ts";
import type { Migration } from "../sql/migrations/tables.ts";

/**
 * PostgreSQL notes the page of an index that a lookup ended on, whether it found something or not. Every push looks its
 * answer up and then writes it there: in the order of time everybody would meet on one page and run again and again. So
 * what is random comes first, and sweeps find the old ones by an index that only knows ranges.
 */
const randomKeysFirst: Migration = {
  name: "0012-postgres-random-keys",
  up: ({ alter, backfill }) => [
    alter("answers").dropConstraint("answers_key"),
    alter("answers").addPrimaryKeyConstraint("answers_key", ["key", "appid", "created_at"]),
    backfill(sql`create index answers_by_creation on answers using brin (created_at)`),
    alter("nonces").dropConstraint("nonces_key"),
    alter("nonces").addPrimaryKeyConstraint("nonces_key", ["nonce", "appid", "signed_at"]),
    backfill(sql`create index nonces_by_date on nonces using brin (signed_at)`),
  ],
};

/** Scans are counted by a sequence: nobody has to look for the last one. */
const scanOrder: Migration = {
  name: "0020-postgres-counted-scans",
  up: ({ backfill }) => [
    backfill(sql`create sequence scan_order`),
    backfill(sql`select setval('scan_order', (select coalesce(max(scan_seq), 0) + 1 from attempts), false)`),
  ],
};

/**
 * The planner takes an index of few rows, or one that has the order, and goes through all of it, where the one that is
 * meant seems no cheaper: in a small database, or before it was analysed.
 */
const oneIndexEach: Migration = {
  name: "0020-postgres-one-index-each",
  up: ({ drop, index }) => [
    drop.index("sessions_by_identity"),
    index("sessions_by_identity").on("sessions").columns(["appid", "open_id"]),
    drop.index("identities_by_account"),
    index("identities_by_account").on("identities").columns(["account_id", "appid", "open_id"]),
    drop.index("expected_people_by_account"),
    index("expected_people_by_account").on("expected_people").columns(["account_id", "platform", "union_id"]),
  ],
};

/** Of PostgreSQL alone, by the shared one that each follows. */
const own: Readonly<Record<string, readonly Migration[]>> = {
  "0012-told": [randomKeysFirst],
  "0020-account-changes": [scanOrder, oneIndexEach],
};

/** Every change of the schema, oldest first. Only ever appended to. */
export const migrations: readonly Migration[] = shared.flatMap((migration) => [
  migration,
  ...(own[migration.name] ?? []),
]);
