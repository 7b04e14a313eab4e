import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * A known browser belongs to one application and has the strength of its proof, and a session has its browser. Older
 * rows have neither, so all browsers are forgotten once. Identities get the time when they were added to an account
 * that had others.
 */
export const browsers = ({ alter, keyed, index, drop }: Tables): Compilable[] => [
  drop.table("browsers"),
  keyed("known_browsers")
    .addColumn("browser_hash", "text", (column) => column.notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("strength", "integer", (column) => column.notNull())
    .addColumn("used_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("known_browsers_key", ["browser_hash", "account_id", "application_id"]),
  index("known_browsers_of_account").on("known_browsers").column("account_id"),
  index("known_browsers_by_time").on("known_browsers").column("used_at"),
  keyed("browser_marks")
    .addColumn("browser_hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("mark", "text", (column) => column.notNull())
    .addColumn("marked_at", "integer", (column) => column.notNull()),
  index("browser_marks_by_time").on("browser_marks").column("marked_at"),
  alter("attempts").addColumn("proof", "text"),
  alter("sessions").addColumn("browser_hash", "text"),
  alter("sessions").addColumn("browser_name", "text"),
  alter("sessions").addColumn("network", "text"),
  alter("identities").addColumn("linked_at", "integer"),
  alter("removed_identities").addColumn("linked_at", "integer"),
];
