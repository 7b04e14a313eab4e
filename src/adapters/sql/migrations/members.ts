import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * An imported account is joined by a recently confirmed phone and an SMS that says so; a number may have a new owner.
 */
export const members = ({ alter }: Tables): Compilable[] => [
  alter("accounts").addColumn("phone_seen_at", "integer"),
  alter("phone_bindings").addColumn("joins", "text"),
  alter("phone_bindings").addColumn("new_owner_at", "integer"),
];
