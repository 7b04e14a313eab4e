import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Pairs the page with the WeChat that replied, and adds approvals of changes to an account by one of its WeChats. */
export function pairing({ alter, keyed, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("pairing", "text"),
    alter("attempts").addColumn("pairing_tries", "integer"),
    alter("attempts").addColumn("approves", "text"),
    alter("attempts").addColumn("approves_target", "text"),
    alter("phone_bindings").addColumn("verified_phone", "text"),
    keyed("approvals")
      .addColumn("attempt_id", "text", (column) => column.primaryKey().notNull())
      .addColumn("session_id", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("approved_at", "integer", (column) => column.notNull())
      .addColumn("used_at", "integer"),
    index("approvals_by_session").on("approvals").columns(["session_id", "action", "target", "approved_at"]),
    index("approvals_by_account").on("approvals").column("account_id"),
    index("approvals_by_time").on("approvals").column("approved_at"),
  ];
}
