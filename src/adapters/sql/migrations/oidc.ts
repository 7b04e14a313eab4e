// Adds the records of the OpenID provider.
import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

export const oidc = ({ keyed, index }: Tables): Compilable[] => [
  keyed("oidc_records")
    .addColumn("model", "text", (column) => column.notNull())
    .addColumn("id_hash", "text", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("grant_hash", "text")
    .addColumn("session_id", "text")
    .addColumn("expires_at", "integer", (column) => column.notNull())
    .addColumn("consumed_at", "integer")
    .addPrimaryKeyConstraint("oidc_records_key", ["model", "id_hash"]),
  index("oidc_records_by_grant").on("oidc_records").column("grant_hash").where(sql.ref("grant_hash"), "is not", null),
  index("oidc_records_by_session").on("oidc_records").column("session_id").where(sql.ref("session_id"), "is not", null),
  index("oidc_records_by_expiry").on("oidc_records").column("expires_at"),
];

/** Of a grant, whose it is and at which application, so that it can be ended where the person may no longer enter. */
export const grantOwners = ({ alter, index }: Tables): Compilable[] => [
  alter("oidc_records").addColumn("account_id", "text"),
  alter("oidc_records").addColumn("application_id", "text"),
  index("oidc_records_by_owner")
    .on("oidc_records")
    .columns(["account_id", "application_id"])
    .where(sql.ref("account_id"), "is not", null),
];
