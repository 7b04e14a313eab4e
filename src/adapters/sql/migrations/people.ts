import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Imported people: for some only the unionId is known until they sign in. */
export function people({ keyed, index }: Tables): Compilable[] {
  return [
    keyed("expected_people")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("union_id", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
      .addPrimaryKeyConstraint("expected_people_key", ["platform", "union_id"]),
    index("expected_people_by_account").on("expected_people").column("account_id"),
    index("attempts_by_asker").on("attempts").column("session_id").where(sql.ref("session_id"), "is not", null),
    index("sessions_of_account").on("sessions").column("account_id"),
    index("browsers_of_account").on("browsers").column("account_id"),
    index("mini_program_sessions_by_person").on("mini_program_sessions").columns(["appid", "open_id"]),
  ];
}
