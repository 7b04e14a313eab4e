// Adds groups of accounts.
import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

export const groups = ({ keyed, index }: Tables): Compilable[] => [
  keyed("group_members")
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("group_name", "text", (column) => column.notNull())
    .addColumn("added_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("group_members_key", ["account_id", "group_name"]),
  index("group_members_by_name").on("group_members").columns(["group_name", "account_id"]),
];
