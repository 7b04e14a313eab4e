import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds the time when a WeChat was marked as lost. */
export const lost = ({ alter }: Tables): Compilable[] => [
  alter("identities").addColumn("lost_at", "integer"),
  alter("removed_identities").addColumn("lost_at", "integer"),
];
