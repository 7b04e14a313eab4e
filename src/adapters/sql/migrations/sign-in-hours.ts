import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Counts of sign-ins by hour and outcome. `seconds` is a JSON object that maps durations to counts. */
export const signInHours = ({ keyed }: Tables): Compilable[] => [
  keyed("sign_in_hours")
    .addColumn("hour", "integer", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("reached", "text", (column) => column.notNull())
    .addColumn("ending", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addColumn("seconds", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("sign_in_hours_key", ["hour", "application_id", "channel", "reached", "ending"]),
];
