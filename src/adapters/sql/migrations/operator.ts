import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Adds indexes for the operator's lists, the operator's keys and the audit log. */
export const operator = (tables: Tables): Compilable[] => [...lists(tables), ...keys(tables), ...audit(tables)];

const lists = ({ index, drop }: Tables): Compilable[] => [
  index("accounts_by_creation").on("accounts").columns(["created_at", "id"]),
  index("accounts_by_name").on("accounts").columns(["name", "id"]),
  drop.index("sessions_of_account"),
  index("sessions_by_account").on("sessions").columns(["account_id", "created_at", "id"]),
];

const keys = ({ keyed }: Tables): Compilable[] => [
  keyed("admin_keys")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("label", "text", (column) => column.notNull().unique())
    .addColumn("access", "text", (column) => column.notNull())
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("ended_at", "integer"),
];

const message = "the audit is only ever appended to";

/** Only the fields about a person may be removed from a line. */
const saysAnother =
  "new.account_id is not null or new.target is not null or new.before is not null or new.after is not null " +
  "or new.seq <> old.seq or new.at <> old.at or new.actor <> old.actor or new.action <> old.action";

const isTaken = "exists (select 1 from audit where seq = new.seq)";

/** The database itself enforces it: a line is never deleted, and only its person may be removed. */
const audit = ({ rows, index, refuse }: Tables): Compilable[] => [
  rows("audit")
    .addColumn("seq", "integer", (column) => column.primaryKey())
    .addColumn("at", "integer", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("account_id", "text")
    .addColumn("target", "text")
    .addColumn("before", "text")
    .addColumn("after", "text"),
  index("audit_by_account").on("audit").column("account_id").where(sql.ref("account_id"), "is not", null),
  ...refuse({ name: "audit_stays", table: "audit", event: "delete", message }),
  // In SQLite an insert that replaces a line deletes it without firing a delete trigger.
  ...refuse({ name: "audit_goes_on", table: "audit", event: "insert", when: isTaken, message }),
  ...refuse({ name: "audit_says_the_same", table: "audit", event: "update", when: saysAnother, message }),
];
