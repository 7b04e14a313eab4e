import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Links by which the operator invites a person to their account with another WeChat. */
export const invitations = ({ alter, keyed, index }: Tables): Compilable[] => [
  keyed("invitations")
    .addColumn("hash", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id"))
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("expires_at", "integer", (column) => column.notNull()),
  index("invitations_of_account").on("invitations").column("account_id"),
  index("invitations_by_time").on("invitations").column("expires_at"),
  alter("attempts").addColumn("invitation", "text"),
];

/** From when on an invitation may be redeemed; those that were there may be at once. */
export const invitationStarts = ({ alter }: Tables): Compilable[] => [
  alter("invitations").addColumn("valid_from", "integer", (column) => column.notNull().defaultTo(0)),
];
