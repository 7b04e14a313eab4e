import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds the time when the operator suspended an account. */
export const suspended = ({ alter }: Tables): Compilable[] => [alter("accounts").addColumn("suspended_at", "integer")];
