// Adds refresh tokens and signing keys.
import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

export function tokens({ alter, keyed }: Tables): Compilable[] {
  return [
    alter("sessions").addColumn("generation", "integer"),
    alter("sessions").addColumn("rotated_at", "integer"),
    alter("sessions").addColumn("client_hash", "text"),
    keyed("signing_keys")
      .addColumn("kid", "text", (column) => column.primaryKey().notNull())
      .addColumn("algorithm", "text", (column) => column.notNull())
      .addColumn("public_key", "text", (column) => column.notNull())
      .addColumn("sealed_private_key", "text", (column) => column.notNull())
      .addColumn("active_from", "integer", (column) => column.notNull())
      .addColumn("retires_at", "integer"),
  ];
}
