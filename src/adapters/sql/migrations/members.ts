import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * A WeChat joins an imported account only if the account's phone was confirmed recently and after an SMS that says so,
 * because a number may have a new owner.
 */
export const members = ({ alter }: Tables): Compilable[] => [
  alter("accounts").addColumn("phone_seen_at", "integer"),
  alter("phone_bindings").addColumn("joins", "text"),
  alter("phone_bindings").addColumn("new_owner_at", "integer"),
];
