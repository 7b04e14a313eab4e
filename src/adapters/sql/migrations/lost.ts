import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds the time when a WeChat was marked as lost. */
export const lost = ({ alter }: Tables): Compilable[] => [
  alter("identities").addColumn("lost_at", "integer"),
  alter("removed_identities").addColumn("lost_at", "integer"),
];

/** Adds the time when the command line marked a WeChat as lost, which also takes its objection. */
export const muted = ({ alter }: Tables): Compilable[] => [
  alter("identities").addColumn("muted_at", "integer"),
  alter("removed_identities").addColumn("muted_at", "integer"),
];
