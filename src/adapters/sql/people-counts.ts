import { phoneSeenFor } from "../../domain/account.ts";

/** Whom what this version asks for concerns, in counts. */
export interface PeopleCounts {
  /** Accounts that were brought along and wait for their person's phone. */
  readonly waiting: number;
  /** Of those, the ones whose phone was not seen in the last 90 days, or of which nobody said when. */
  readonly stale: number;
  /** WeChats that were added to accounts and have not signed in since: they are asked whether the account is theirs. */
  readonly linked: number;
  /** Sessions of browsers that an update made strangers: the next sign-in there asks. */
  readonly strangers: number;
}

const members = `from accounts where phone is not null and last_sign_in_at is null
  and not exists (select 1 from identities where identities.account_id = accounts.id)`;

/** One row of them; binds nothing. `now` in milliseconds since the epoch. */
export const peopleCountsSql = (now: number): string => `select (select count(*) ${members}) as waiting,
  (select count(*) ${members} and (phone_seen_at is null or phone_seen_at <= ${Math.floor(now - phoneSeenFor)})) as stale,
  (select count(*) from identities where linked_at is not null and signed_in_at is null and lost_at is null) as linked,
  (select count(*) from sessions where ended_at is null and expires_at > ${Math.floor(now)}
    and browser_hash is null and generation is null) as strangers`;

/** As either engine gives the row. */
export const readPeopleCounts = (row: Readonly<Record<string, unknown>> | undefined): PeopleCounts => ({
  waiting: Number(row?.waiting ?? 0),
  stale: Number(row?.stale ?? 0),
  linked: Number(row?.linked ?? 0),
  strangers: Number(row?.strangers ?? 0),
});
