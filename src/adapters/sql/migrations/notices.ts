import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Notices of an account, and the chats that have not received them yet. */
export const notices = ({ keyed, index }: Tables): Compilable[] => [
  keyed("notices")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("at", "integer", (column) => column.notNull())
    .addColumn("application_id", "text")
    .addColumn("appid", "text")
    .addColumn("open_id", "text")
    .addColumn("by_appid", "text")
    .addColumn("by_open_id", "text")
    .addColumn("session_id", "text")
    .addColumn("change_id", "text")
    .addColumn("due_at", "integer"),
  index("notices_of_account").on("notices").columns(["account_id", "at"]),
  index("notices_by_time").on("notices").column("at"),
  keyed("notice_deliveries")
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("open_id", "text", (column) => column.notNull())
    .addColumn("notice_id", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("kept_at", "integer", (column) => column.notNull())
    .addColumn("tried_at", "integer")
    .addPrimaryKeyConstraint("notice_deliveries_key", ["appid", "open_id", "notice_id"]),
  index("notice_deliveries_of_account").on("notice_deliveries").column("account_id"),
  index("notice_deliveries_by_time").on("notice_deliveries").column("kept_at"),
];
