import { phoneSeenFor } from "../../domain/account.ts";

/** How many people are affected by the questions that this version newly asks. */
export interface PeopleCounts {
  /** Imported accounts whose person has not signed in yet, and joins by phone. */
  readonly waiting: number;
  /**
   * How many of the waiting accounts have a phone that was last confirmed more than 90 days ago, or at an unknown time.
   */
  readonly stale: number;
  /**
   * WeChats that were added to an account and have not signed in since: their next sign-in asks whether the account is
   * theirs.
   */
  readonly linked: number;
  /** Live sessions of browsers that an update has made unknown: the next sign-in there asks for a confirmation. */
  readonly strangers: number;
  /** Webhook letters that failed in all of their tries. */
  readonly deadLetters: number;
}

const members = `from accounts where phone is not null and last_sign_in_at is null
  and not exists (select 1 from identities where identities.account_id = accounts.id)`;

/** Selects one row with the counts, without parameters. `now` in milliseconds since the epoch. */
export const peopleCountsSql = (now: number): string => `select (select count(*) ${members}) as waiting,
  (select count(*) ${members} and (phone_seen_at is null or phone_seen_at <= ${Math.floor(now - phoneSeenFor)})) as stale,
  (select count(*) from identities where linked_at is not null and signed_in_at is null and lost_at is null) as linked,
  (select count(*) from sessions where ended_at is null and expires_at > ${Math.floor(now)}
    and browser_hash is null and generation is null) as strangers,
  (select count(*) from webhook_letters where state = 'dead') as dead_letters`;

/** Reads the row, which each engine returns in its own types. */
export const readPeopleCounts = (row: Readonly<Record<string, unknown>> | undefined): PeopleCounts => ({
  waiting: Number(row?.waiting ?? 0),
  stale: Number(row?.stale ?? 0),
  linked: Number(row?.linked ?? 0),
  strangers: Number(row?.strangers ?? 0),
  deadLetters: Number(row?.dead_letters ?? 0),
});
