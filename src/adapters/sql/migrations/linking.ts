import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * Accounts add and remove identities: the session that requests it, the time of its proof, and removed identities that
 * can be restored.
 */
export function linking({ alter, keyed, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("session_id", "text"),
    alter("sessions").addColumn("proven_at", "integer"),
    alter("identities").addColumn("linked_by", "text"),
    keyed("removed_identities")
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
      .addColumn("platform", "text")
      .addColumn("union_id", "text")
      .addColumn("linked_by", "text")
      .addColumn("removed_at", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("removed_identities_key", ["account_id", "appid", "open_id"]),
    index("removed_identities_by_time").on("removed_identities").column("removed_at"),
  ];
}
