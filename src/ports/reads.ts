// What can be read outside of a transaction.
import type { Account, Identity, IdentityConflict, RemovedIdentity } from "../domain/account.ts";
import type { AccountChange } from "../domain/account-change.ts";
import type { AdminKey } from "../domain/admin-key.ts";
import type { ApprovalQuery } from "../domain/approval.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { AttemptRecord, AttemptSearch, LoggedAttempt } from "../domain/attempt-log.ts";
import type { AuditLine, AuditSearch } from "../domain/audit.ts";
import type { ClientLogout } from "../domain/client-logout.ts";
import type { ConsoleSession } from "../domain/console-session.ts";
import type { InvitationTimes } from "../domain/invitation.ts";
import type { KnownBrowser, Strength } from "../domain/known-browser.ts";
import type { MiniProgramSession } from "../domain/mini-program.ts";
import type { Notice, NoticeDelivery } from "../domain/notice.ts";
import type { OidcRecord, OidcRecordId } from "../domain/oidc-record.ts";
import type { PhoneBinding } from "../domain/phone-binding.ts";
import type { Session, SignedIn } from "../domain/session.ts";
import type { AttemptCount, SignInHour } from "../domain/sign-in-hour.ts";
import type { SigningKey } from "../domain/signing-key.ts";
import type { AgreedTerms } from "../domain/terms.ts";
import type { WebhookLetter, WebhookQueue, WebhookState } from "../domain/webhook.ts";
import type { HeldPush, PushId } from "./inbox.ts";
import type { LetterCount } from "./outbox.ts";
import type { PersonalRows } from "./people.ts";

/** What watchers and session checks read. */
export interface Reads {
  attempt(id: string): Promise<Attempt | undefined>;
  /** Of these attempts, each with the version that was read last, those that have another one now, by one query. */
  changed(seen: ReadonlyMap<string, number>): Promise<ChangedAttempts>;
  account(id: string): Promise<Account | undefined>;
  identity(appid: string, openId: string): Promise<Identity | undefined>;
  /** As `Browsers.knows`. */
  knowsBrowser(known: KnownBrowser, strength: Strength, now: number): Promise<boolean>;
  /** The mark of the account that this browser signed in as last. */
  browserMark(browserHash: string): Promise<string | undefined>;
  sessionById(id: string): Promise<Session | undefined>;
  /** What became of a push that somebody holds, or held. */
  heldPush(push: PushId): Promise<HeldPush>;
  /** The session of a token, ended or not, with its account. */
  signedIn(tokenHash: string): Promise<SignedIn | undefined>;
  signedInById(id: string): Promise<SignedIn | undefined>;
  /** The sessions of an account that live at `now`, the newest first, at most `limit`. */
  liveSessionsOf(accountId: string, now: number, limit: number): Promise<Session[]>;
  signingKeys(): Promise<SigningKey[]>;
  attemptByScene(appid: string, scene: string): Promise<Attempt | undefined>;
  /**
   * Of the attempts made at `madeSince` or later, the ones that were to end before `now` and are stored as if they had
   * not; the oldest first, at most `limit`.
   */
  overdueAttempts(madeSince: number, now: number, limit: number): Promise<Attempt[]>;
  /** Also after its deadline. */
  miniProgramSession(tokenHash: string): Promise<MiniProgramSession | undefined>;
  /** The identities of an account, by appid and openId. */
  identitiesOf(accountId: string): Promise<Identity[]>;
  /** Whose phone (E.164) this is. */
  accountByPhone(phone: string): Promise<Account | undefined>;
  /** Everything that is kept about an account and its person. */
  personalRows(accountId: string): Promise<PersonalRows>;
  /** What the account took off, whenever that was. */
  removedIdentitiesOf(accountId: string): Promise<RemovedIdentity[]>;
  /** What is kept for the operator, the oldest first. */
  identityConflicts(): Promise<IdentityConflict[]>;
  /** When the newest unused approval of this thing was given, if that was after `since`. */
  approval(query: ApprovalQuery, since: number): Promise<number | undefined>;
  /** What was announced of an account, ended or not, the oldest first. */
  accountChangesOf(accountId: string): Promise<AccountChange[]>;
  /** As `Invitations.of`. */
  invitationOf(accountId: string, now: number): Promise<InvitationTimes | undefined>;
  /** The ids of those that were due at `now` and have not ended, the longest first, at most `limit`. */
  dueChanges(now: number, limit: number): Promise<string[]>;
  /** What an account's people were told after `since`, the newest first, at most `limit`. */
  noticesOf(accountId: string, since: number, limit: number): Promise<Notice[]>;
  /** The chats that no message was sent to yet of this notice. */
  deliveriesOf(notice: Pick<Notice, "id" | "accountId">): Promise<NoticeDelivery[]>;
  /** The same of all notices that were kept after `since`, the oldest first, at most `limit`. */
  untriedDeliveries(since: number, limit: number): Promise<NoticeDelivery[]>;
  /** What is kept for the moment in which this attempt is redeemed. */
  phoneBinding(attemptId: string): Promise<PhoneBinding | undefined>;
  /** What the OpenID provider keeps, unless it has expired at `now` or its session is over. */
  oidcRecord(id: OidcRecordId, now: number): Promise<OidcRecord | undefined>;
  /** The groups of an account, by name. */
  groupsOf(accountId: string): Promise<string[]>;
  /** The accounts in a group, by id, that come after this one, at most `limit`. */
  groupMembers(group: string, after: string, limit: number): Promise<string[]>;
  /** What an account has agreed to of an application's terms. */
  termConsentsOf(accountId: string, applicationId: string): Promise<AgreedTerms[]>;
  /** The ends that a client is to be told of by `now`, the longest due first, at most `limit`. */
  dueClientLogouts(applicationId: string, now: number, limit: number): Promise<ClientLogout[]>;
  /** The queues of an endpoint that are due at `now`, the longest due first, at most `limit`. */
  dueWebhookQueues(endpoint: string, now: number, limit: number): Promise<WebhookQueue[]>;
  /** Letters to an endpoint in this state, the oldest first, that come after this place. */
  webhookLetters(endpoint: string, state: WebhookState, after: CreationPlace, limit: number): Promise<WebhookLetter[]>;
  /** How many those are, counted up to `limit`, and when the oldest was written. */
  webhookLetterCount(endpoint: string, state: WebhookState, limit: number): Promise<LetterCount>;
  /** The attempts in the outbox, the oldest first, at most `limit`. */
  outbox(limit: number): Promise<string[]>;
  /** Accounts, the newest first, that come after this place. */
  newestAccounts(after: CreationPlace, limit: number): Promise<Account[]>;
  /**
   * Accounts whose name begins so, by name, that come after this place; the first page begins at the beginning itself.
   */
  accountsByName(begin: string, after: NamePlace, limit: number): Promise<Account[]>;
  /** The accounts that have this unionId by some identity of the platform, or whose person is expected by it. */
  accountIdsByUnionId(platform: string, unionId: string): Promise<string[]>;
  /** The sessions of an account, ended or not, the newest first, that come after this place. */
  sessionsOf(accountId: string, after: CreationPlace, limit: number): Promise<Session[]>;
  /** Ended or not. */
  adminKeyByHash(hash: string): Promise<AdminKey | undefined>;
  adminKeys(): Promise<AdminKey[]>;
  /** Also after its deadline. */
  consoleSession(hash: string): Promise<ConsoleSession | undefined>;
  /** The console's links and sessions that have not expired, the oldest first. */
  consoleSessions(now: number): Promise<readonly ConsoleSession[]>;
  /** The log of an attempt. */
  loggedAttempt(id: string): Promise<LoggedAttempt | undefined>;
  /** Logged attempts, the newest first, that come after this place. */
  attemptRecords(search: AttemptSearch, after: CreationPlace, limit: number): Promise<AttemptRecord[]>;
  /** The rows of the hours that began since `since` and before `before`, the oldest first. */
  signInHours(since: number, before: number): Promise<SignInHour[]>;
  /** The last hour that has rows. */
  latestSignInHour(): Promise<number | undefined>;
  /** The attempts to sign in that were started since `since` and before `before`, counted as they stand. */
  attemptCounts(since: number, before: number): Promise<AttemptCount[]>;
  /** When the oldest stored attempt was started, in milliseconds since the epoch; undefined if there is none. */
  oldestAttempt(): Promise<number | undefined>;
  /** The lines after this one, the oldest first. */
  auditAfter(seq: number, limit: number): Promise<AuditLine[]>;
  /** The lines before this one, the newest first. */
  auditBefore(search: AuditSearch, seq: number, limit: number): Promise<AuditLine[]>;
}

/** A row's place in a list by when it was made; the row itself need not be there any more. */
export interface CreationPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** The same in one by name. */
export interface NamePlace {
  readonly name: string;
  readonly id: string;
}

/** The result of {@link Reads.changed}: what changed since the versions that the caller knows. */
export interface ChangedAttempts {
  readonly attempts: readonly Attempt[];
  /** The ids of attempts that no longer exist. */
  readonly gone: readonly string[];
}
