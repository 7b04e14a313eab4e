import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Changes of accounts that are announced before they are done. */
export const accountChanges = ({ keyed, index }: Tables): Compilable[] => [
  keyed("account_changes")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("appid", "text")
    .addColumn("open_id", "text")
    .addColumn("phone", "text")
    .addColumn("by_appid", "text", (column) => column.notNull())
    .addColumn("by_open_id", "text", (column) => column.notNull())
    .addColumn("by_linked_at", "integer")
    .addColumn("session_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("announced_at", "integer", (column) => column.notNull())
    .addColumn("due_at", "integer", (column) => column.notNull())
    .addColumn("ended_at", "integer")
    .addColumn("end_reason", "text")
    .addColumn("former_phone", "text"),
  index("account_changes_of_account").on("account_changes").columns(["account_id", "announced_at"]),
  index("approvals_by_person").on("approvals").columns(["appid", "open_id"]),
  index("account_changes_by_due").on("account_changes").columns(["ended_at", "due_at"]),
];
