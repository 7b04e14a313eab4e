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

/** Of PostgreSQL alone, by the shared one that each follows. */
const own: Readonly<Record<string, readonly Migration[]>> = { "0012-told": [randomKeysFirst] };

/** Every change of the schema, oldest first. Only ever appended to. */
export const migrations: readonly Migration[] = shared.flatMap((migration) => [
  migration,
  ...(own[migration.name] ?? []),
]);
