import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds sign-ins by WeChat's pages: the address to return to, unionIds, and conflicts that the operator decides. */
export function oauth({ alter, keyed, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("return_to", "text"),
    index("attempts_granted_by_slot")
      .on("attempts")
      .columns(["browser_hash", "application_id", "channel", "appid", "purpose", "seq"])
      .where(sql.ref("status"), "=", sql.lit("granted")),
    alter("accounts").addColumn("avatar", "text"),
    alter("sessions").addColumn("union_id", "text"),
    alter("identities").addColumn("platform", "text"),
    alter("identities").addColumn("union_id", "text"),
    index("identities_by_union_id")
      .on("identities")
      .columns(["platform", "union_id"])
      .where(sql.ref("union_id"), "is not", null),
    keyed("identity_conflicts")
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("union_id", "text", (column) => column.notNull())
      .addColumn("other_account_id", "text", (column) => column.references("accounts.id"))
      .addColumn("noticed_at", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("identity_conflicts_key", ["appid", "open_id", "platform", "union_id"]),
  ];
}
