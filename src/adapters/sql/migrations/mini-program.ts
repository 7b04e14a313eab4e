import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Sign-ins by a mini-program: its sessions, and the pictures that WeChat drew. */
export function miniProgram({ keyed, rows, index }: Tables): Compilable[] {
  return [
    keyed("mini_program_sessions")
      .addColumn("token_hash", "text", (column) => column.primaryKey().notNull())
      .addColumn("appid", "text", (column) => column.notNull())
      .addColumn("open_id", "text", (column) => column.notNull())
      .addColumn("union_id", "text")
      .addColumn("expires_at", "integer", (column) => column.notNull()),
    index("mini_program_sessions_by_expiry").on("mini_program_sessions").column("expires_at"),
    rows("pictures")
      .addColumn("attempt_id", "text", (column) => column.primaryKey().notNull())
      .addColumn("image", "text", (column) => column.notNull())
      .addColumn("kept_at", "integer", (column) => column.notNull()),
    index("pictures_by_time").on("pictures").column("kept_at"),
  ];
}
