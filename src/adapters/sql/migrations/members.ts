import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Members are joined by a phone that was theirs lately, by an SMS that says so; a number may have a new owner. */
export const members = ({ alter }: Tables): Compilable[] => [
  alter("accounts").addColumn("phone_seen_at", "integer"),
  alter("phone_bindings").addColumn("joins", "text"),
  alter("phone_bindings").addColumn("new_owner_at", "integer"),
];
