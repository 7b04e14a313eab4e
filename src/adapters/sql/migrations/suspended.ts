import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** The operator suspends an account. */
export const suspended = ({ alter }: Tables): Compilable[] => [alter("accounts").addColumn("suspended_at", "integer")];
