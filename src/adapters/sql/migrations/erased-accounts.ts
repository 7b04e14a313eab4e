import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Hashes of the ids of deleted accounts, so that no other account gets such an id. */
export const erasedAccounts = ({ keyed }: Tables): Compilable[] => [
  keyed("erased_accounts")
    .addColumn("id_hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("erased_at", "integer", (column) => column.notNull()),
];
