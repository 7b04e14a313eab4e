import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** The outbox of webhooks: events for the operator's other services. */
export const webhooks = ({ keyed, index }: Tables): Compilable[] => [
  keyed("webhook_letters")
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("queue", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("account_id", "text")
    .addColumn("appid", "text")
    .addColumn("open_id", "text")
    .addColumn("sequence", "integer")
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("tries", "integer", (column) => column.notNull())
    .addColumn("resent", "integer", (column) => column.notNull())
    .addColumn("problem", "text")
    .addColumn("settled_at", "integer")
    .addPrimaryKeyConstraint("webhook_letters_key", ["id", "endpoint"]),
  index("webhook_letters_waiting")
    .on("webhook_letters")
    .columns(["endpoint", "queue", "sequence"])
    .where(sql.ref("state"), "=", sql.lit("waiting")),
  index("webhook_letters_by_state").on("webhook_letters").columns(["endpoint", "state", "created_at", "id"]),
  index("webhook_letters_by_account").on("webhook_letters").column("account_id"),
  index("webhook_letters_by_person").on("webhook_letters").columns(["appid", "open_id"]),
  index("webhook_letters_by_creation").on("webhook_letters").column("created_at"),
  index("webhook_letters_by_end").on("webhook_letters").column("settled_at"),
  keyed("webhook_queues")
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("queue", "text", (column) => column.notNull())
    .addColumn("next_at", "integer", (column) => column.notNull())
    .addColumn("blocked_by", "text")
    .addPrimaryKeyConstraint("webhook_queues_key", ["endpoint", "queue"]),
  index("webhook_queues_by_time").on("webhook_queues").columns(["endpoint", "next_at"]),
  index("webhook_queues_by_age").on("webhook_queues").column("next_at"),
  keyed("webhook_sequences")
    .addColumn("account_id", "text", (column) => column.primaryKey().notNull())
    .addColumn("last", "integer", (column) => column.notNull()),
];
