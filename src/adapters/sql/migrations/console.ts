import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** The sessions of the operator's console. */
export const consoleSessions = ({ keyed, index }: Tables): Compilable[] => [
  keyed("console_sessions")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("access", "text", (column) => column.notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull()),
  index("console_sessions_by_expiry").on("console_sessions").column("expires_at"),
];

/** The account of an administrator who entered by WeChat. */
export const consoleAccounts = ({ alter, index }: Tables): Compilable[] => [
  alter("console_sessions").addColumn("account_id", "text"),
  index("console_sessions_by_account").on("console_sessions").column("account_id"),
];

/** An administrator is signed out by name. */
export const consoleActors = ({ index }: Tables): Compilable[] => [
  index("console_sessions_by_actor").on("console_sessions").column("actor"),
];
