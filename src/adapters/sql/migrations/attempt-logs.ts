import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** What happened to each attempt, kept for longer than the attempt. `steps` is one JSON object a line. */
export const attemptLogs = ({ keyed, index }: Tables): Compilable[] => [
  keyed("attempt_logs")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("browser_name", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("ended_at", "integer")
    .addColumn("open_id", "text")
    .addColumn("account_id", "text")
    .addColumn("steps", "text", (column) => column.notNull()),
  index("attempt_logs_by_creation").on("attempt_logs").columns(["created_at", "id"]),
  index("attempt_logs_by_status").on("attempt_logs").columns(["status", "created_at", "id"]),
  index("attempt_logs_by_account").on("attempt_logs").columns(["account_id", "created_at", "id"]),
  index("attempt_logs_by_person").on("attempt_logs").columns(["open_id", "created_at", "id"]),
];
