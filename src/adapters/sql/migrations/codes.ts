// Adds sign-in codes that are sent in the chat.
import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

export function codes({ alter, keyed, rows, index }: Tables): Compilable[] {
  return [
    alter("attempts").addColumn("chosen", "text"),
    alter("attempts").addColumn("code_hash", "text"),
    alter("attempts").addColumn("code_draw", "integer"),
    alter("attempts").addColumn("code_length", "integer"),
    alter("attempts").addColumn("number", "integer"),
    index("attempts_by_live_code")
      .unique()
      .on("attempts")
      .columns(["appid", "code_hash"])
      .where(sql.ref("code_hash"), "is not", null)
      .where(sql.ref("status"), "not in", sql`('redeemed', 'expired', 'declined', 'cancelled')`),
    index("attempts_by_code")
      .on("attempts")
      .columns(["appid", "code_hash", "seq"])
      .where(sql.ref("code_hash"), "is not", null),
    index("attempts_with_code_by_expiry")
      .on("attempts")
      .columns(["appid", "expires_at"])
      .where(sql.ref("code_hash"), "is not", null),
    keyed("chat_codes")
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("expires_at", "integer", (column) => column.notNull())
      .addColumn("attempt_id", "text")
      .addPrimaryKeyConstraint("chat_codes_key", ["appid", "hash"]),
    index("chat_codes_by_person").on("chat_codes").columns(["appid", "open_id"]),
    index("chat_codes_by_expiry").on("chat_codes").column("expires_at"),
    rows("hits")
      .addColumn("seq", "integer", (column) => column.primaryKey())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("occasion", "text")
      .addColumn("hit_at", "integer", (column) => column.notNull()),
    index("hits_by_key").on("hits").columns(["key", "hit_at"]),
    index("hits_by_time").on("hits").column("hit_at"),
  ];
}
