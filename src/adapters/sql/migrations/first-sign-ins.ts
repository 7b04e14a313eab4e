import { type Compilable, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * A linked WeChat's first sign-in asks whether the account is its person's. Of what was before, sessions know when an
 * identity first signed in: the age of one that was linked begins there, and where no session is kept, with its account.
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
