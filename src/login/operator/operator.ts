// The operator's operations on people, put together and audited.
import type { Account, IdentityConflict } from "../../domain/account.ts";
import type { AdminKey, AdminRight } from "../../domain/admin-key.ts";
import type { AttemptRecord, AttemptSearch, LoggedAttempt } from "../../domain/attempt-log.ts";
import type { AuditLine, AuditSearch } from "../../domain/audit.ts";
import type { InvitationTimes } from "../../domain/invitation.ts";
import type { Session } from "../../domain/session.ts";
import type { SignInHour } from "../../domain/sign-in-hour.ts";
import type { WebhookLetter, WebhookState } from "../../domain/webhook.ts";
import type { LetterCount } from "../../ports/outbox.ts";
import type { CreationPlace } from "../../ports/reads.ts";
import { type AccountSeen, accountSeen, erasePerson, type PersonFile, personFile } from "../accounts/admin.ts";
import type { LoginContext } from "../context.ts";
import { createSignInCounts } from "../steps/sign-in-hours.ts";
import { addAdminKey, endAdminKey, findAdminKey } from "./admin-keys.ts";
import { type Console, createConsole } from "./console.ts";
import { type By, endSessionOf, endSessionsOf } from "./end-sessions.ts";
import { addToGroup, type Membership, removeFromGroup } from "./groups.ts";
import { cancelInvitation, type InvitedBy, invitationOf, invite, type NewInvitation } from "./invite.ts";
import { type MarkedBy, markWechat } from "./lost-wechats.ts";
import { type ChangedMenu, noteMenu } from "./menus.ts";
import { type RemovalOutcome, type RemovedBy, removeIdentityOf } from "./remove-identity.ts";
import {
  type AccountPlace,
  type AccountSearch,
  newestFirst,
  type Page,
  type PageAsked,
  searchAccounts,
} from "./search-accounts.ts";
import { suspend, unsuspend } from "./suspend.ts";
import { type LetterNamed, resendLetter } from "./webhook-letters.ts";

/** The operator's operations on people, for the Admin API and the command line. Every change is audited. */
export interface Operator {
  search(search: AccountSearch, page: PageAsked<AccountPlace>): Promise<Page<Account, AccountPlace>>;
  account(id: string): Promise<AccountSeen | undefined>;
  sessions(accountId: string, page: PageAsked<CreationPlace>): Promise<Page<Session, CreationPlace>>;
  /** Returns how many ended; undefined if there is no such account. */
  endSessions(accountId: string, by: By): Promise<number | undefined>;
  /** Ends a session. Returns false if it is not a live session of this account. */
  endSession(accountId: string, id: string, by: By): Promise<boolean>;
  /**
   * Suspends an account: its sessions end and sign-ins are declined. Returns false if it is suspended already,
   * undefined if there is no such account.
   */
  suspend(accountId: string, by: By): Promise<boolean | undefined>;
  /** Lifts a suspension. Returns false if the account is not suspended, undefined if there is no such account. */
  unsuspend(accountId: string, by: By): Promise<boolean | undefined>;
  /** Identities of one person that belong to two accounts, the oldest first. */
  identityConflicts(): Promise<readonly IdentityConflict[]>;
  /** Everything that is stored about an account and its person. */
  file(accountId: string): Promise<PersonFile | undefined>;
  /** Writes to the audit log that an account was exported. */
  noteExport(accountId: string, by: By): Promise<void>;
  /**
   * Removes a WeChat, or announces its removal. `last`: it was not removed, because it is the account's last one.
   * Undefined if the account does not have it.
   */
  removeIdentity(accountId: string, id: string, by: RemovedBy): Promise<RemovalOutcome | undefined>;
  /** The sign-in and the sessions of the operator's console. */
  readonly console: Console;
  /** `id` names one of the account's WeChats; false if the account does not have it. */
  markWechat(accountId: string, id: string, how: MarkedBy): Promise<boolean>;
  /** Returns false if it is in the group already, undefined if there is no such account. */
  addToGroup(member: Membership, by: By): Promise<boolean | undefined>;
  /** Its sessions at applications that only this group gave access to end. Returns false if it was not in the group. */
  removeFromGroup(member: Membership, by: By): Promise<boolean>;
  /** The groups of an account, by name. */
  groupsOf(accountId: string): Promise<readonly string[]>;
  /** The ids of a group's accounts after this id, in ascending order. */
  members(group: string, after: string, limit: number): Promise<readonly string[]>;
  /** Creates a code by which one new WeChat can be added to the account; undefined if there is no such account. */
  invite(accountId: string, by: InvitedBy): Promise<NewInvitation | undefined>;
  /** Cancels the account's invitation. False where there is none; undefined where there is no such account. */
  cancelInvitation(accountId: string, by: By): Promise<boolean | undefined>;
  /** From when until when the account's unused invitation can be used. */
  invitation(accountId: string): Promise<InvitationTimes | undefined>;
  /** Returns the number of deleted rows by table; undefined if there is no such account. */
  erase(accountId: string, by: By): Promise<Readonly<Record<string, number>> | undefined>;
  /** The log of an attempt; undefined if there is none, or it was deleted. */
  attempt(id: string): Promise<LoggedAttempt | undefined>;
  /** Attempts, the newest first. */
  attempts(search: AttemptSearch, page: PageAsked<CreationPlace>): Promise<Page<AttemptRecord, CreationPlace>>;
  /** The counts of sign-ins in these hours; for the current hour, those so far. */
  signInHours(since: number, before: number): Promise<readonly SignInHour[]>;
  /** The letters to an endpoint in this state, the oldest first, that come after this place. */
  letters(
    endpoint: string,
    state: WebhookState,
    after: CreationPlace,
    limit: number,
  ): Promise<readonly WebhookLetter[]>;
  /** How many letters to an endpoint wait, or are dead, counted up to a thousand. */
  letterCount(endpoint: string, state: WebhookState): Promise<LetterCount>;
  /** Sends a letter again, out of order. Returns false if it is waiting anyway, undefined if there is none. */
  resendLetter(letter: LetterNamed, by: By): Promise<boolean | undefined>;
  /** The audit lines after this id, the oldest first. */
  audit(after: number, limit: number): Promise<readonly AuditLine[]>;
  /** The audit lines before this id, the newest first. */
  latestAudit(search: AuditSearch, before: number, limit: number): Promise<readonly AuditLine[]>;
  /** Writes to the audit log that a menu was set or deleted. */
  noteMenu(menu: ChangedMenu, by: By): Promise<void>;
  /** Creates a key, which is returned only here. Returns undefined if the label was used before. */
  addKey(label: string, right: AdminRight, by: By): Promise<string | undefined>;
  endKey(label: string, by: By): Promise<boolean>;
  keys(): Promise<readonly AdminKey[]>;
  /** The live key that matches a presented one. */
  key(shown: string): Promise<AdminKey | undefined>;
}

/** Letters are counted up to this number, so that a long queue is no slower to look at. */
const mostCounted = 1_000;

export const createOperator = (setup: LoginContext): Operator => ({
  search: (search, page) => searchAccounts(setup, search, page),
  account: (id) => accountSeen(setup, id),
  sessions: (accountId, page) =>
    newestFirst(page, (after, limit) => setup.store.read.sessionsOf(accountId, after, limit)),
  endSessions: (accountId, by) => endSessionsOf(setup, accountId, by),
  endSession: (accountId, id, by) => endSessionOf(setup, accountId, id, by),
  suspend: (accountId, by) => suspend(setup, accountId, by),
  unsuspend: (accountId, by) => unsuspend(setup, accountId, by),
  identityConflicts: () => setup.store.read.identityConflicts(),
  file: (accountId) => personFile(setup, accountId),
  noteExport: (accountId, { actor }) =>
    setup.store.transact(({ audit, now }) => audit.append({ actor, action: "account.exported", accountId }, now)),
  removeIdentity: (accountId, id, by) => removeIdentityOf(setup, accountId, id, by),
  console: createConsole(setup),
  markWechat: (accountId, id, how) => markWechat(setup, accountId, id, how),
  addToGroup: (member, by) => addToGroup(setup, member, by),
  removeFromGroup: (member, by) => removeFromGroup(setup, member, by),
  groupsOf: (accountId) => setup.store.read.groupsOf(accountId),
  members: (group, after, limit) => setup.store.read.groupMembers(group, after, limit),
  invite: (accountId, by) => invite(setup, accountId, by),
  cancelInvitation: (accountId, by) => cancelInvitation(setup, accountId, by),
  invitation: (accountId) => invitationOf(setup, accountId),
  erase: (accountId, by) => erasePerson(setup, accountId, by),
  async attempt(id) {
    await setup.flushAttemptLog();
    return setup.store.read.loggedAttempt(id);
  },
  async attempts(search, page) {
    await setup.flushAttemptLog();
    return newestFirst(page, (after, limit) => setup.store.read.attemptRecords(search, after, limit));
  },
  signInHours: createSignInCounts(setup).hours,
  letters: (endpoint, state, after, limit) => setup.store.read.webhookLetters(endpoint, state, after, limit),
  letterCount: (endpoint, state) => setup.store.read.webhookLetterCount(endpoint, state, mostCounted),
  resendLetter: (letter, by) => resendLetter(setup, letter, by),
  latestAudit: (search, before, limit) => setup.store.read.auditBefore(search, before, limit),
  noteMenu: (menu, by) => noteMenu(setup, menu, by),
  audit: (after, limit) => setup.store.read.auditAfter(after, limit),
  addKey: (label, right, by) => addAdminKey(setup, label, right, by),
  endKey: (label, by) => endAdminKey(setup, label, by),
  keys: () => setup.store.read.adminKeys(),
  key: (shown) => findAdminKey(setup, shown),
});
