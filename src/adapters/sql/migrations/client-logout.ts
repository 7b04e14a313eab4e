// Adds what notifies OpenID clients that a session has ended.
import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

export const clientLogout = ({ keyed, index }: Tables): Compilable[] => [
  keyed("client_sessions")
    .addColumn("session_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("client_sessions_key", ["session_id", "application_id"]),
  index("client_sessions_by_expiry").on("client_sessions").column("expires_at"),
  keyed("client_logouts")
    .addColumn("session_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("ended_at", "integer", (column) => column.notNull())
    .addColumn("tries", "integer", (column) => column.notNull())
    .addColumn("next_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("client_logouts_key", ["session_id", "application_id"]),
  index("client_logouts_by_time").on("client_logouts").column("next_at"),
];

/** Finds the notifications of one client, so that one that hangs holds up no other, and names whose session it was. */
export const clientLogoutQueues = ({ alter, index }: Tables): Compilable[] => [
  alter("client_logouts").addColumn("account_id", "text"),
  index("client_logouts_of_client").on("client_logouts").columns(["application_id", "next_at"]),
];
