import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** The language of the sign-in, which OpenID clients get as `locale`. */
export const sessionLanguage = ({ alter }: Tables): Compilable[] => [alter("sessions").addColumn("language", "text")];
