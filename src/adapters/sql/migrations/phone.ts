import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Phones of accounts, bindings that wait for an SMS code, and the cost of the day's SMS. */
export function phone({ alter, keyed, index }: Tables): Compilable[] {
  return [
    alter("accounts").addColumn("phone", "text"),
    index("accounts_by_phone").unique().on("accounts").column("phone").where(sql.ref("phone"), "is not", null),
    index("identities_by_account").on("identities").column("account_id"),
    alter("attempts").addColumn("phone", "text"),
    alter("attempts").addColumn("sms_at", "integer"),
    keyed("phone_bindings")
      .addColumn("attempt_id", "text", (column) => column.primaryKey().notNull())
      .addColumn("union_id", "text")
      .addColumn("name", "text")
      .addColumn("avatar", "text")
      .addColumn("phone", "text")
      .addColumn("otp_hash", "text")
      .addColumn("otp_expires_at", "integer")
      .addColumn("kept_at", "integer", (column) => column.notNull()),
    index("phone_bindings_by_time").on("phone_bindings").column("kept_at"),
    keyed("sms_spend")
      .addColumn("day", "integer", (column) => column.primaryKey().notNull())
      .addColumn("amount", "integer", (column) => column.notNull()),
  ];
}
