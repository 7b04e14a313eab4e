// The store: transactions, reads and housekeeping.
import type { AccountChanges, Approvals, Notices } from "./account-changes.ts";
import type { Accounts, Groups, Invitations, TermConsents } from "./accounts.ts";
import type { AttemptLog, Attempts, ChatCodes, Pictures } from "./attempts.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { Inbox } from "./inbox.ts";
import type { ClientLogouts, ClientSessions, OidcRecords } from "./openid.ts";
import type { AdminKeys, Audit, ConsoleSessions, SignInHours } from "./operator.ts";
import type { Outbox, Webhooks } from "./outbox.ts";
import type { Past, People } from "./people.ts";
import type { PhoneBindings, SmsSpend } from "./phones.ts";
import type { Reads } from "./reads.ts";
import type { Browsers, MiniProgramSessions, Sessions, SigningKeys } from "./sessions.ts";

/** The database: the truth. Every adapter passes the contract of `saoma/testing`. */
export interface Store {
  /** The database's time, in milliseconds since the epoch. */
  now(): number;

  /**
   * Runs `work` in one transaction; resolves when it is durable. Where `work` throws, nothing of it is
   * kept. `work` may be run again from the start, does no other I/O and publishes no hint. Calling this
   * inside `work` fails with a TypeError.
   */
  transact<T>(work: (stores: Stores) => Promise<T>): Promise<T>;

  /** What is committed, read outside of any transaction. */
  readonly read: Reads;

  /** Outside of any transaction: each call commits on its own, and no transaction is run again for it. */
  readonly housekeeping: Housekeeping;

  /** The same. */
  readonly attemptLog: AttemptLog;

  /**
   * Erases what was deleted before from the files: at once or, while others read them, with a later transaction.
   * Never fails. `rewrite` also erases what a database of up to 64 MiB keeps in the gaps of its pages, which takes
   * up to a second; larger ones keep it until their operator rewrites them.
   */
  scrub(how?: { readonly rewrite?: boolean }): Promise<void>;

  /** Whether it can be read and written now; the error says why not. */
  check(): Promise<void>;

  close(): Promise<void>;
}

/** The stores of one transaction. */
export interface Stores {
  /** The time of this transaction. */
  readonly now: number;
  readonly attempts: Attempts;
  readonly chatCodes: ChatCodes;
  readonly oidcRecords: OidcRecords;
  readonly clientSessions: ClientSessions;
  readonly clientLogouts: ClientLogouts;
  readonly webhooks: Webhooks;
  readonly groups: Groups;
  readonly termConsents: TermConsents;
  readonly pictures: Pictures;
  readonly outbox: Outbox;
  readonly miniProgramSessions: MiniProgramSessions;
  readonly phoneBindings: PhoneBindings;
  readonly smsSpend: SmsSpend;
  readonly approvals: Approvals;
  readonly invitations: Invitations;
  readonly accountChanges: AccountChanges;
  readonly notices: Notices;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly browsers: Browsers;
  readonly people: People;
  readonly inbox: Inbox;
  readonly keys: SigningKeys;
  readonly past: Past;
  readonly adminKeys: AdminKeys;
  readonly consoleSessions: ConsoleSessions;
  readonly audit: Audit;
  readonly signInHours: SignInHours;
}
