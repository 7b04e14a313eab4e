import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds sign-ins on the phone itself, attempts that are found again after the scan, and messages after a sign-in. */
export function mobile({ alter, keyed, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("link", "text"),
    index("attempts_open_by_slot")
      .on("attempts")
      .columns(["browser_hash", "application_id", "channel", "appid", "purpose", "seq"])
      .where(sql.ref("status"), "in", sql`('scanned', 'phone_required', 'granted')`),
    keyed("outbox")
      .addColumn("attempt_id", "text", (column) => column.primaryKey().notNull())
      .addColumn("kept_at", "integer", (column) => column.notNull()),
    index("outbox_by_time").on("outbox").column("kept_at"),
  ];
}
