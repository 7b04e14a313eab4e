// Puts the stores and reads of all tables together.
import type { Reads } from "../../ports/reads.ts";
import type { Stores } from "../../ports/store.ts";
import { changesOf, createAccountChanges, dueChanges } from "./account-changes.ts";
import { accountLists } from "./account-lists.ts";
import { accountByPhone, createAccounts, getAccount } from "./accounts.ts";
import { adminKeyByHash, allAdminKeys, createAdminKeys } from "./admin-keys.ts";
import { createApprovals, findApproval } from "./approvals.ts";
import { attemptRecords, loggedAttempt } from "./attempt-logs.ts";
import { changedAttempts, createAttempts, getAttempt, getAttemptByScene, overdueAttempts } from "./attempts.ts";
import { auditAfter, auditBefore, createAudit } from "./audit.ts";
import { createBrowsers, getBrowserMark, knowsBrowser } from "./browsers.ts";
import { createChatCodes } from "./chat-codes.ts";
import { createClientLogouts, createClientSessions, dueClientLogouts } from "./client-logouts.ts";
import { consoleSession, consoleSessions, createConsoleSessions } from "./console-sessions.ts";
import { createGroups, groupMembers, groupsOf } from "./groups.ts";
import { allIdentityConflicts, getIdentity, identitiesOf } from "./identities.ts";
import { createInbox, getHeldPush } from "./inbox.ts";
import { createInvitations, invitationOf } from "./invitations.ts";
import { createMiniProgramSessions, createPictures, getMiniProgramSession } from "./mini-program.ts";
import { createNotices, deliveriesOf, noticesOf, untriedDeliveries } from "./notices.ts";
import { createOidcRecords, findOidcRecord } from "./oidc-records.ts";
import { createOutbox, getOutbox } from "./outbox.ts";
import { createPast } from "./past.ts";
import { createPeople, personalRows } from "./people.ts";
import { createPhoneBindings, createSmsSpend, getPhoneBinding } from "./phones.ts";
import { removedIdentitiesOf } from "./removed-identities.ts";
import {
  createSessions,
  getSession,
  getSignedIn,
  getSignedInById,
  liveSessionsOf,
  sessionsOfAccount,
} from "./sessions.ts";
import { attemptCountReads, createSignInHours, signInHourReads } from "./sign-in-hours.ts";
import { allSigningKeys, createSigningKeys } from "./signing-keys.ts";
import type { Sql } from "./statement.ts";
import { createTermConsents, termConsentsOf } from "./term-consents.ts";
import { createWebhooks, webhookReads } from "./webhooks.ts";

/** The stores of a transaction, without `now`. */
export const createStores = (from: Sql): Omit<Stores, "now"> => ({
  attempts: createAttempts(from),
  chatCodes: createChatCodes(from),
  oidcRecords: createOidcRecords(from),
  clientSessions: createClientSessions(from),
  clientLogouts: createClientLogouts(from),
  webhooks: createWebhooks(from),
  groups: createGroups(from),
  termConsents: createTermConsents(from),
  pictures: createPictures(from),
  outbox: createOutbox(from),
  miniProgramSessions: createMiniProgramSessions(from),
  phoneBindings: createPhoneBindings(from),
  smsSpend: createSmsSpend(from),
  approvals: createApprovals(from),
  invitations: createInvitations(from),
  accountChanges: createAccountChanges(from),
  notices: createNotices(from),
  accounts: createAccounts(from),
  sessions: createSessions(from),
  browsers: createBrowsers(from),
  inbox: createInbox(from),
  people: createPeople(from),
  past: createPast(from),
  keys: createSigningKeys(from),
  adminKeys: createAdminKeys(from),
  consoleSessions: createConsoleSessions(from),
  audit: createAudit(from),
  signInHours: createSignInHours(from),
});

export const createReads = (from: Sql): Reads => ({
  attempt: getAttempt(from),
  changed: changedAttempts(from),
  account: getAccount(from),
  identity: getIdentity(from),
  heldPush: getHeldPush(from),
  knowsBrowser: knowsBrowser(from),
  browserMark: getBrowserMark(from),
  sessionById: getSession(from),
  signedIn: getSignedIn(from),
  signedInById: getSignedInById(from),
  liveSessionsOf: liveSessionsOf(from),
  signingKeys: allSigningKeys(from),
  attemptByScene: getAttemptByScene(from),
  overdueAttempts: overdueAttempts(from),
  miniProgramSession: getMiniProgramSession(from),
  identitiesOf: identitiesOf(from),
  removedIdentitiesOf: removedIdentitiesOf(from),
  accountByPhone: accountByPhone(from),
  personalRows: personalRows(from),
  identityConflicts: allIdentityConflicts(from),
  outbox: getOutbox(from),
  approval: findApproval(from),
  accountChangesOf: changesOf(from),
  invitationOf: invitationOf(from),
  dueChanges: dueChanges(from),
  noticesOf: noticesOf(from),
  deliveriesOf: deliveriesOf(from),
  untriedDeliveries: untriedDeliveries(from),
  phoneBinding: getPhoneBinding(from),
  ...accountLists(from),
  sessionsOf: sessionsOfAccount(from),
  adminKeyByHash: adminKeyByHash(from),
  adminKeys: allAdminKeys(from),
  consoleSession: consoleSession(from),
  consoleSessions: consoleSessions(from),
  auditAfter: auditAfter(from),
  auditBefore: auditBefore(from),
  loggedAttempt: loggedAttempt(from),
  attemptRecords: attemptRecords(from),
  ...signInHourReads(from),
  ...attemptCountReads(from),
  oidcRecord: findOidcRecord(from),
  dueClientLogouts: dueClientLogouts(from),
  ...webhookReads(from),
  groupsOf: groupsOf(from),
  groupMembers: groupMembers(from),
  termConsentsOf: termConsentsOf(from),
});

/** Writes one row, to check that the database accepts writes. */
export function writeProbe({ db, prepare }: Sql): (at: number) => Promise<void> {
  const write = prepare((p: { at: number }) =>
    db
      .insertInto("probe")
      .values({ id: 1, written_at: p.at })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ written_at: p.at })),
  );
  return async (at) => {
    await write.changes({ at });
  };
}
