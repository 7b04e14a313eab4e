import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Consents to versions of an application's terms, and attempts that wait longer because they may ask for a consent. */
export const terms = ({ keyed, alter }: Tables): Compilable[] => [
  keyed("term_consents")
    .addColumn("account_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("version", "text", (column) => column.notNull())
    .addColumn("agreed_at", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("term_consents_key", ["account_id", "application_id", "title", "version"]),
  alter("attempts").addColumn("terms", "text"),
];
