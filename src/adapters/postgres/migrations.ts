import { sql } from "kysely";
import { migrations as shared } from "../sql/migrations/migrations.ts";
import type { Migration } from "../sql/migrations/tables.ts";

/**
 * PostgreSQL counts the index page on which a lookup ended as read, even if it found no row. Every push looks up its
 * answer and then writes it there. With keys in the order of time, all concurrent pushes would use one page and
 * conflict. So the random part of a key comes first, and sweeps find old rows by a BRIN index.
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

/** A sequence numbers the scans. To select the last number would conflict with concurrent scans. */
const scanOrder: Migration = {
  name: "0020-postgres-counted-scans",
  up: ({ backfill }) => [
    backfill(sql`create sequence scan_order`),
    backfill(sql`select setval('scan_order', (select coalesce(max(scan_seq), 0) + 1 from attempts), false)`),
  ],
};

/**
 * In a small database, or in one that was never analysed, the planner may scan the whole of an index with few rows, or
 * of one that has the requested order, because the intended index does not look cheaper. So each query has one index
 * only.
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

/** The migrations that only PostgreSQL has, by the shared migration that they follow. */
const own: Readonly<Record<string, readonly Migration[]>> = {
  "0012-told": [randomKeysFirst],
  "0020-account-changes": [scanOrder, oneIndexEach],
};

/** Every change of the schema, oldest first. Append to this list; never change its entries. */
export const migrations: readonly Migration[] = shared.flatMap((migration) => [
  migration,
  ...(own[migration.name] ?? []),
]);
