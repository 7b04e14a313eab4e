import type {
  Account,
  ExpectedPerson,
  Identity,
  IdentityConflict,
  RemovedIdentity,
  WechatDetails,
} from "../domain/account.ts";
import type { AccountChange, ChangeEnd } from "../domain/account-change.ts";
import type { AdminKey } from "../domain/admin-key.ts";
import type { Approval, ApprovalQuery } from "../domain/approval.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { AttemptRecord, AttemptSearch, LoggedAttempt } from "../domain/attempt-log.ts";
import type { AuditEntry, AuditLine } from "../domain/audit.ts";
import type { ChatCode } from "../domain/chat-code.ts";
import type { ClientLogout, ClientSession } from "../domain/client-logout.ts";
import type { ConsoleSession } from "../domain/console-session.ts";
import type { Invitation } from "../domain/invitation.ts";
import type { KnownBrowser, Strength } from "../domain/known-browser.ts";
import type { MiniProgramSession } from "../domain/mini-program.ts";
import type { Notice, NoticeDelivery } from "../domain/notice.ts";
import type { OidcRecord, OidcRecordId } from "../domain/oidc-record.ts";
import type { PhoneBinding, PhoneCode } from "../domain/phone-binding.ts";
import type { Session, SessionEnd, SignedIn } from "../domain/session.ts";
import type { SigningKey } from "../domain/signing-key.ts";
import type { AgreedTerms, TermConsent } from "../domain/terms.ts";
import type { WebhookLetter, WebhookQueue, WebhookState } from "../domain/webhook.ts";

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

/** What happened to attempts, for the operator; kept for longer than the attempts. */
export interface AttemptLog {
  /**
   * Adds lines to the log of an attempt, and notes what it came to. Writes nothing if the attempt is not there: its
   * person may have been erased. A log that is full stays as it is.
   */
  write(attempt: LoggedAttempt): Promise<void>;
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
}

/** What watchers and session checks read. */
export interface Reads {
  attempt(id: string): Promise<Attempt | undefined>;
  account(id: string): Promise<Account | undefined>;
  identity(appid: string, openId: string): Promise<Identity | undefined>;
  /** As `Browsers.knows`. */
  knowsBrowser(known: KnownBrowser, strength: Strength, now: number): Promise<boolean>;
  /** The mark of the account that this browser signed in as last. */
  browserMark(browserHash: string): Promise<string | undefined>;
  sessionById(id: string): Promise<Session | undefined>;
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
  /** The clients that are to be told of an end by `now`, the longest due first, at most `limit`. */
  dueClientLogouts(now: number, limit: number): Promise<ClientLogout[]>;
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
  /** The log of an attempt. */
  loggedAttempt(id: string): Promise<LoggedAttempt | undefined>;
  /** Logged attempts, the newest first, that come after this place. */
  attemptRecords(search: AttemptSearch, after: CreationPlace, limit: number): Promise<AttemptRecord[]>;
  /** The lines after this one, the oldest first. */
  auditAfter(seq: number, limit: number): Promise<AuditLine[]>;
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

/** Links to the operator's console, and its sessions. */
export interface ConsoleSessions {
  insert(session: ConsoleSession): Promise<void>;
  /** Takes it out, once ever; undefined if it is not there. */
  take(hash: string): Promise<ConsoleSession | undefined>;
}

/** Who may look and do what on the operator's listener. */
export interface AdminKeys {
  /** False where the label was given before, ended or not; nothing is written then. */
  insert(key: Omit<AdminKey, "endedAt">): Promise<boolean>;
  /** Ends it, once ever; true for the call that did. */
  end(label: string, at: number): Promise<boolean>;
}

/** What the operator did. Nothing takes a line away; `People.erase` takes the person out of theirs. */
export interface Audit {
  append(entry: AuditEntry, at: number): Promise<void>;
}

/** What makes two starts of one browser the same attempt. */
export type BrowserSlot = Required<Pick<Attempt, "browserHash" | "applicationId" | "channel" | "appid" | "purpose">>;

export interface Attempts {
  /**
   * False where its id, its (appid, scene) or, of one that has not ended, its code is taken; nothing is written then.
   */
  insert(attempt: Attempt): Promise<boolean>;
  get(id: string): Promise<Attempt | undefined>;
  byScene(appid: string, scene: string): Promise<Attempt | undefined>;
  /** The newest attempt whose code this is, in any status. */
  byCode(appid: string, codeHash: string): Promise<Attempt | undefined>;
  /** How many codes of this source are live at `now`, counted up to `most`. */
  liveCodes(appid: string, now: number, most: number): Promise<number>;
  /** The newest of the last 16 attempts of this slot that is stored as `pending`, also after its deadline. */
  pending(slot: BrowserSlot): Promise<Attempt | undefined>;
  /** The newest scanned attempt that no browser has redeemed, as stored, also after its deadline. */
  open(slot: BrowserSlot): Promise<Attempt | undefined>;
  /** The attempt whose prompt this person was given. */
  byPrompt(appid: string, openId: string, prompt: number): Promise<Attempt | undefined>;
  /** This person's attempts that wait for a confirm, for a phone or to be fetched, as stored. */
  openOf(appid: string, openId: string): Promise<Attempt[]>;
  /** The attempt this person scanned last of those with a prompt, in any status. */
  latestScan(appid: string, openId: string): Promise<Attempt | undefined>;
  /** Writes `next` where the stored version is still `previous.version`; false where it is not. */
  replace(previous: Attempt, next: Attempt): Promise<boolean>;
}

/** What the chat gave people to type into a page. */
export interface ChatCodes {
  /**
   * Keeps it in the place of the person's others; false where there is one of this hash, and nothing is written then.
   */
  insert(code: ChatCode): Promise<boolean>;
  /**
   * Gives a live one to this attempt, once ever, and says whose it is; asked again, the same attempt hears the same.
   */
  take(appid: string, hash: string, attemptId: string, now: number): Promise<string | undefined>;
  /** How many of this source are live at `now`, counted up to `most`. */
  live(appid: string, now: number, most: number): Promise<number>;
}

/** What the OpenID provider keeps. */
export interface OidcRecords {
  /**
   * Writes the record, or replaces the one of this id; a consumed one stays consumed. Returns false, and writes
   * nothing, if its session is over at `now` or its grant was revoked, also if that happens concurrently.
   */
  save(record: Omit<OidcRecord, "consumedAt">, now: number): Promise<boolean>;
  /** Uses it up, once ever; true for the call that did. */
  consume(id: OidcRecordId, at: number): Promise<boolean>;
  remove(id: OidcRecordId): Promise<void>;
  /**
   * Deletes a grant and everything issued under it, if a record of `model` was issued under it. Otherwise nothing is
   * deleted: of two concurrent requests with one code, the later one must not take from the earlier one what it is
   * about to get.
   */
  revoke(grantHash: string, model: string): Promise<void>;
}

/** Who agreed to which terms, and when. */
export interface TermConsents {
  /** False where it was kept before: the first time stays. */
  insert(consent: TermConsent): Promise<boolean>;
  /** What an account has agreed to of an application's terms. */
  of(accountId: string, applicationId: string): Promise<AgreedTerms[]>;
}

/** Who is in which group of the operator's. */
export interface Groups {
  /** False where the account is in it already. */
  add(group: string, accountId: string, at: number): Promise<boolean>;
  /** False where it was not in it. */
  remove(group: string, accountId: string): Promise<boolean>;
  /** The groups of an account, by name. */
  of(accountId: string): Promise<string[]>;
}

/**
 * Which clients of the OpenID provider know of which sessions. When a session ends, by any of the stores, or its
 * account is erased, they are added to the outbox of `ClientLogouts` in the same transaction.
 */
export interface ClientSessions {
  /** Keeps it until the session's own deadline; nothing is written where there is no such session. */
  note(session: ClientSession): Promise<void>;
}

/** An outbox: the clients that have to be notified that a session is over. */
export interface ClientLogouts {
  /** If it is due at `now`, leases it to this caller until `until` and counts a try. Returns whether it did. */
  lease(logout: ClientSession, now: number, until: number): Promise<boolean>;
  /** It is due again at `until`. */
  postpone(logout: ClientSession, until: number): Promise<void>;
  remove(logout: ClientSession): Promise<void>;
}

/** How many letters there are in one state. */
export interface LetterCount {
  readonly count: number;
  readonly oldestAt?: number;
}

/**
 * An outbox: events on their way to the operator's other services. Each is written in its event's own transaction. A queue
 * is due, leased or waiting until a time; whoever leased it settles it by that same time, so that a lease that ran out
 * settles nothing.
 */
export interface Webhooks {
  /** The next number of an account, from 1 on. */
  nextSequence(accountId: string): Promise<number>;
  /** Forgets the number of an account that is deleted. */
  endSequence(accountId: string): Promise<void>;
  /** False where the endpoint has this letter; nothing is written then. */
  insert(letter: WebhookLetter): Promise<boolean>;
  /** Whether an endpoint has a letter of this event. */
  has(id: string): Promise<boolean>;
  get(endpoint: string, id: string): Promise<WebhookLetter | undefined>;
  /** The waiting letter of a queue that comes first. */
  first(queue: WebhookQueue): Promise<WebhookLetter | undefined>;
  /** Writes what became of a letter, and its queue; false where it is gone. */
  save(letter: WebhookLetter): Promise<boolean>;
  /** Makes a queue due at this time; nothing is written where there is one. */
  open(queue: WebhookQueue, at: number): Promise<void>;
  /** If it is due at `now`, leases it to this caller until `until`. Returns whether it did. */
  lease(queue: WebhookQueue, now: number, until: number): Promise<boolean>;
  /** Makes a leased queue due at `next`, blocked until then by that letter if there is one; false where the lease is over. */
  moveQueue(queue: WebhookQueue, lease: number, next: number, blockedBy: string | null): Promise<boolean>;
  /** Deletes a leased queue, which has no waiting letters; false where the lease is over. */
  closeQueue(queue: WebhookQueue, lease: number): Promise<boolean>;
  /** Makes a queue due that this letter blocks; false where it does not. */
  unblock(queue: WebhookQueue, id: string, now: number): Promise<boolean>;
}

/** Pictures that WeChat drew for an attempt, as data URIs; beside it, because watchers read the attempt often. */
export interface Pictures {
  /** False where the attempt has one; nothing is written then. */
  insert(attemptId: string, image: string, at: number): Promise<boolean>;
  get(attemptId: string): Promise<string | undefined>;
}

/** Sign-ins whose message is still to be sent. */
export interface Outbox {
  /** False where the attempt is in it; nothing is written then. */
  insert(attemptId: string, at: number): Promise<boolean>;
  /** Takes it out, once ever: when it was put in, for the call that did. */
  take(attemptId: string): Promise<number | undefined>;
}

/** Who is signed in to the operator's mini-programs. */
export interface MiniProgramSessions {
  /** False where there is one of this token; nothing is written then. */
  insert(session: MiniProgramSession): Promise<boolean>;
}

/** What is stored beside an attempt while it asks for a phone. */
export interface PhoneBindings {
  /** False where the attempt has one; nothing is written then. */
  insert(binding: PhoneBinding): Promise<boolean>;
  get(attemptId: string): Promise<PhoneBinding | undefined>;
  /** Puts a code in the place of the one before; false where there is no such binding. */
  setCode(attemptId: string, code: PhoneCode): Promise<boolean>;
  /**
   * Writes the number that the person has shown to be theirs, and when they said that it had another owner before. A
   * number that WeChat gave takes the place of an SMS that was sent. Returns false if there is no such binding.
   */
  setVerified(attemptId: string, phone: string, how: PhoneVerification): Promise<boolean>;
}

/** How a number was verified in an attempt. */
export interface PhoneVerification {
  /** By the code of an SMS; otherwise WeChat's phone button gave it. */
  readonly isBySms: boolean;
  /** When the person said that the number is theirs now, although an account has it. */
  readonly newOwnerAt?: number;
}

/** What WeChats of an account have said yes to. */
export interface Approvals {
  /** False where there is one of its attempt; nothing is written then. */
  insert(approval: Approval): Promise<boolean>;
  /**
   * Uses the newest unused approval given after `since`, once only. Returns who approved; undefined if there is
   * none.
   */
  take(query: ApprovalQuery, since: number, at: number): Promise<Pick<Approval, "appid" | "openId"> | undefined>;
  /** Forgets the unused ones that this identity gave; how many there were. */
  forgetOf(appid: string, openId: string): Promise<number>;
  /** The same of those that were given to this session. */
  forgetOfSession(sessionId: string): Promise<number>;
}

/** Changes of accounts that are announced before they are done. */
export interface AccountChanges {
  insert(change: AccountChange): Promise<void>;
  get(id: string): Promise<AccountChange | undefined>;
  /** Ended or not, the oldest first. */
  of(accountId: string): Promise<AccountChange[]>;
  /** Ends it, once ever; true for the call that did. */
  end(id: string, how: ChangeEnd, at: number): Promise<boolean>;
  /** Keeps the number that the change has replaced, or forgets it. */
  noteFormerPhone(id: string, formerPhone: string | null): Promise<void>;
}

/** What the people of accounts are told, and which chats have not been told yet. */
export interface Notices {
  /** Keeps it, and that these chats are still to be told. Fails where there is one of its id. */
  insert(notice: Notice, chats: readonly Pick<NoticeDelivery, "appid" | "openId">[]): Promise<void>;
  get(id: string): Promise<Notice | undefined>;
  /** Whether there is anything that this chat has not been told yet. */
  waits(appid: string, openId: string): Promise<boolean>;
  /**
   * What this chat has not been told yet, the oldest first, at most `limit`; not what a message was about to tell at
   * `triedBefore` or later.
   */
  untold(appid: string, openId: string, triedBefore: number, limit: number): Promise<Notice[]>;
  /** Notes that a message is about to tell it, once ever: true for the call that did. */
  tryOnce(delivery: NoticeDelivery, at: number): Promise<boolean>;
  /** Deletes the notices of an announced change, and their pending deliveries. */
  forgetChange(accountId: string, changeId: string): Promise<void>;
  /** What was told of an account after `since`, the oldest first. */
  of(accountId: string, since: number): Promise<Notice[]>;
  /** The message was not taken: from now on an answer may tell it. */
  notSent(delivery: NoticeDelivery): Promise<void>;
  /** The chat has been told; false where it had been before. */
  told(delivery: Pick<NoticeDelivery, "appid" | "openId" | "noticeId">): Promise<boolean>;
}

/** Invitations of the operator, by which a person comes to their account with another WeChat. */
export interface Invitations {
  /**
   * Keeps it in the place of the account's others; false where there is one of this hash, and nothing is written then.
   */
  insert(invitation: Invitation): Promise<boolean>;
  /** Whose account it is for, while it is live and unused. */
  find(hash: string, now: number): Promise<string | undefined>;
  /** Uses a live one, once ever: whose account it is for, for the call that did. */
  take(hash: string, now: number): Promise<string | undefined>;
}

/** What SMS have cost, by day. */
export interface SmsSpend {
  /**
   * Adds `amount` to a day's spend where it stays within `cap`, both in ten thousandths; false where it would not:
   * nothing is written then. `day` is days since the epoch.
   */
  add(day: number, amount: number, cap: number): Promise<boolean>;
}

export interface Accounts {
  get(id: string): Promise<Account | undefined>;
  /** Creates an account without an identity. Returns false, and writes nothing, if its id or its phone is taken. */
  insert(account: Account): Promise<boolean>;
  /** Whose phone (E.164) this is. */
  byPhone(phone: string): Promise<Account | undefined>;
  /** Writes an account's phone; false where another account has it, or there is no such account. */
  setPhone(id: string, phone: string): Promise<boolean>;
  /**
   * Notes when this phone of the account was known to be its person's; false where that was noted, or a later time was.
   */
  notePhoneSeen(id: string, phone: string, at: number): Promise<boolean>;
  /** The identities of an account, by appid and openId. */
  identitiesOf(accountId: string): Promise<Identity[]>;
  identity(appid: string, openId: string): Promise<Identity | undefined>;
  /**
   * The account of this identity. If there is none, creates `fresh` with this identity. Fails if the phone of
   * `fresh` belongs to another account.
   */
  findOrCreate(identity: Omit<Identity, "accountId">, fresh: Account): Promise<{ account: Account; created: boolean }>;
  /** The account that has this unionId by some identity of the platform, or whose person is expected by it. */
  ownerOfUnionId(platform: string, unionId: string): Promise<string | undefined>;
  /** Links an identity to an account. Returns false, and writes nothing, if an account has it already. */
  addIdentity(identity: Identity): Promise<boolean>;
  /** Takes it from its account; false where it is not this one's. */
  removeIdentity(accountId: string, appid: string, openId: string): Promise<boolean>;
  /**
   * Stores that the person with this unionId belongs to the account. Returns false if that was stored for another
   * account before.
   */
  expect(expected: ExpectedPerson): Promise<boolean>;
  expectedOf(accountId: string): Promise<ExpectedPerson[]>;
  /** The person no longer gets the account, if they are expected by it. */
  forgetExpected(expected: ExpectedPerson): Promise<void>;
  /** Keeps what WeChat told of an account's person, in the place of what it told before; what is absent stays. */
  saveWechatDetails(id: string, told: WechatDetails): Promise<boolean>;
  wechatDetailsOf(id: string): Promise<WechatDetails | undefined>;
  /** Takes an account's phone away, and that WeChat told it; false where there is no such account. */
  removePhone(id: string): Promise<boolean>;
  /**
   * Writes an account's name and picture, and forgets what WeChat told of them; false where there is no such account.
   */
  setProfile(id: string, profile: Pick<Account, "name" | "avatar">): Promise<boolean>;
  /** Keeps what was taken off, to be had back. */
  noteRemoved(removed: RemovedIdentity): Promise<void>;
  /** Gives out what was taken off after `since`, once ever. */
  takeRemoved(accountId: string, appid: string, openId: string, since: number): Promise<RemovedIdentity | undefined>;
  /**
   * Marks an identity as lost since then, or as found if that is undefined. Returns false if the account does not
   * have it.
   */
  setLost(accountId: string, appid: string, openId: string, lostAt: number | undefined): Promise<boolean>;
  /** Notes an identity's first sign-in, once ever; true for the call that did. */
  noteSignIn(appid: string, openId: string, at: number): Promise<boolean>;
  /** Writes the unionId of an identity, and its platform; false where there is no such identity. */
  setUnionId(identity: Identity): Promise<boolean>;
  /** Keeps a conflict for the operator, once ever; true for the call that did. */
  noteConflict(conflict: IdentityConflict): Promise<boolean>;
  /**
   * Suspends an account from then on, or ends that if it is undefined. Returns false if there is no such account, or
   * it is suspended, or is not, already.
   */
  setSuspended(id: string, at: number | undefined): Promise<boolean>;
  /** Notes a sign-in; false where there is no such account. */
  signedIn(id: string, at: number): Promise<boolean>;
}

export interface Sessions {
  /** False where there is a session of its attempt already; nothing is written then. */
  insert(session: Session): Promise<boolean>;
  get(id: string): Promise<Session | undefined>;
  byAttempt(attemptId: string): Promise<Session | undefined>;
  byToken(tokenHash: string): Promise<Session | undefined>;
  /** Marks the first use, once ever; true for the call that did. */
  use(id: string, at: number): Promise<boolean>;
  /** Notes that its holder has proved who they are; false where it does not live. */
  prove(id: string, at: number): Promise<boolean>;
  /** Replaces the newest refresh token of a live session, in one statement; false where `from` is not the newest. */
  rotate(id: string, rotation: Rotation, at: number): Promise<boolean>;
  /** Ends it, once ever; true for the call that did. */
  end(id: string, end: SessionEnd, at: number): Promise<boolean>;
  /** Ends every live session that this identity signed in; how many there were. */
  endOfIdentity(appid: string, openId: string, end: SessionEnd, at: number): Promise<number>;
  /** Ends every live session of an account; how many there were. */
  endOfAccount(accountId: string, end: SessionEnd, at: number): Promise<number>;
}

/** From one refresh token's hash to the next one's. */
export interface Rotation {
  readonly from: string;
  readonly to: string;
  readonly generation: number;
  readonly clientHash: string;
}

/** What access tokens are signed with. */
export interface SigningKeys {
  all(): Promise<SigningKey[]>;
  /** False where there is one of this name; nothing is written then. */
  insert(key: SigningKey): Promise<boolean>;
  /** Sets when it stops being published, where nothing had set it; false where there is no such key. */
  retire(kid: string, at: number): Promise<boolean>;
}

/** Everything that the database stores about a person. */
export interface People {
  /** Forgets an account, its person and all they have done; how many rows there were, by table. */
  erase(accountId: string, at: number): Promise<Readonly<Record<string, number>>>;
}

/** Of a restored backup, what may have ended since it was made. */
export interface Past {
  /**
   * Ends every live session and attempt, and deletes everything else that lets a person in: codes, tokens of
   * mini-program pages, known browsers, signing keys, WeChat's tokens, messages to be sent. People, their
   * identities, counts and the inbox stay.
   */
  end(at: number): Promise<PastEnded>;
}

/** How many there were. */
export interface PastEnded {
  /** Those that had not expired. */
  readonly sessions: number;
  readonly attempts: number;
}

/** Rows by table, as they are stored; credentials read `[hash]`. */
export type PersonalRows = Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>;

/** Which browsers have signed in as which accounts, at which applications. */
export interface Browsers {
  /** Whether it has, by a proof at least as strong, in the last 90 days before `now`, and was not forgotten since. */
  knows(known: KnownBrowser, strength: Strength, now: number): Promise<boolean>;
  /** The strongest proof stays; one that is 90 days old does not. */
  remember(known: KnownBrowser, strength: Strength, at: number): Promise<void>;
  /** The browser is a stranger to this account again, at this application. */
  forget(known: KnownBrowser): Promise<void>;
  /** The same at every application. */
  forgetEverywhere(browserHash: string, accountId: string): Promise<void>;
  /** Every browser is a stranger to this account again. */
  forgetAll(accountId: string): Promise<void>;
  /** Keeps `value` as the mark of this browser, in the place of the one before. */
  mark(browserHash: string, value: string, at: number): Promise<void>;
}

/** Pushes that have been dealt with, so that each has one effect and one answer. */
export interface Inbox {
  /**
   * The reply that was given to this push. Undefined if the push is new: it is then claimed by this transaction,
   * which has to `answer` or to `release` it before it ends.
   */
  claim(push: PushId): Promise<Answered | undefined>;
  /** Gives a claimed push back, as if it had not been seen. */
  release(push: PushId): Promise<void>;
  /** Stores the reply, once only, claimed or not. Returns the stored reply: an earlier one if there was one. */
  answer(push: PushId, answer: Answered, at: number): Promise<Answered>;
  /** Binds a nonce to one message: true where it was free or bound to this fingerprint before. */
  bindNonce(appid: string, nonce: DatedNonce, fingerprint: string): Promise<boolean>;
}

/** What a push is told apart by: all of it is the same in each delivery. */
export interface PushId {
  readonly appid: string;
  readonly key: string;
  /** Unix seconds, as WeChat dates it. */
  readonly createTime: number;
}

/** The nonce of a signature, with the date that is signed with it, in Unix seconds. */
export interface DatedNonce {
  readonly timestamp: number;
  readonly nonce: string;
}

/** `reply` is what the caller encoded it as; undefined where the push was acknowledged without words. */
export interface Answered {
  readonly reply?: string;
}

/** Deletes expired rows. Each call deletes at most `limit` rows and returns how many. */
export interface Housekeeping {
  /** Attempts that ended, or were to end, before `before`; not those whose session lived then: it can be taken back. */
  attempts(before: number, limit: number): Promise<number>;
  /** Answers, written before `before`, to pushes dated before it; nonces dated before it. */
  inbox(before: number, limit: number): Promise<number>;
  /** Codes of the chat that expired before `before`. */
  chatCodes(before: number, limit: number): Promise<number>;
  /** What the OpenID provider kept and expired before `before`. */
  oidcRecords(before: number, limit: number): Promise<number>;
  /** Client sessions that expired before `before`, and logouts that could not be delivered by then. */
  clientSessions(before: number, limit: number): Promise<number>;
  /** Letters that were delivered before then. */
  webhooks(before: number, limit: number): Promise<number>;
  /** Letters that were written before then, whatever became of them, and queues that nobody has looked at since. */
  oldWebhooks(before: number, limit: number): Promise<number>;
  /** Pictures kept since before `before`. */
  pictures(before: number, limit: number): Promise<number>;
  /** Those kept since before `before`. */
  phoneBindings(before: number, limit: number): Promise<number>;
  /** Those that expired before `before`. */
  miniProgramSessions(before: number, limit: number): Promise<number>;
  /** What accounts took off before `before`. */
  removedIdentities(before: number, limit: number): Promise<number>;
  /** Announced changes that ended before then. */
  accountChanges(before: number, limit: number): Promise<number>;
  /** Notices, and what chats have not been told, of before then. */
  notices(before: number, limit: number): Promise<number>;
  /** Approvals that were given before then. */
  approvals(before: number, limit: number): Promise<number>;
  /** Invitations that expired before then. */
  invitations(before: number, limit: number): Promise<number>;
  /** Browsers that were last used, or marked, before then. */
  browsers(before: number, limit: number): Promise<number>;
  /** Hits of durable limits before `before`. */
  hits(before: number, limit: number): Promise<number>;
  /** Links to the console, and its sessions, that expired before then. */
  consoleSessions(before: number, limit: number): Promise<number>;
  /** Logs of attempts that were started before then. */
  attemptLogs(before: number, limit: number): Promise<number>;
  /** Sessions that expired or were ended before `before`. */
  sessions(before: number, limit: number): Promise<number>;
  /** Signing keys that stopped being published before `before`. */
  keys(before: number, limit: number): Promise<number>;
}
