import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * The first sign-in with a linked WeChat asks the person whether the account is theirs. For older identities, the
 * oldest session tells when they first signed in. That is also taken for the time of linking; if no session is stored,
 * the creation of the account is.
 */
export const firstSignIns = ({ alter, backfill }: Tables): Compilable[] => [
  alter("identities").addColumn("signed_in_at", "integer"),
  alter("attempts").addColumn("added_at", "integer"),
  backfill(sql`update identities set signed_in_at = (select min(sessions.created_at) from sessions
    where sessions.appid = identities.appid and sessions.open_id = identities.open_id
    and sessions.account_id = identities.account_id)`),
  backfill(sql`update identities set linked_at = coalesce(signed_in_at,
    (select accounts.created_at from accounts where accounts.id = identities.account_id))
    where linked_by is not null and linked_at is null and exists (select 1 from identities as other
    where other.account_id = identities.account_id and other.linked_by is null)`),
];
