// All migrations, in order.
import { accountChanges } from "./account-changes.ts";
import { attemptLogs } from "./attempt-logs.ts";
import { auditSearch } from "./audit-search.ts";
import { browsers } from "./browsers.ts";
import { clientLogout, clientLogoutQueues } from "./client-logout.ts";
import { codes } from "./codes.ts";
import { consoleAccounts, consoleActors, consoleSessions } from "./console.ts";
import { erasedAccounts } from "./erased-accounts.ts";
import { firstSignIns } from "./first-sign-ins.ts";
import { groups } from "./groups.ts";
import { invitationStarts, invitations } from "./invitations.ts";
import { linking } from "./linking.ts";
import { lost, muted } from "./lost.ts";
import { members } from "./members.ts";
import { miniProgram } from "./mini-program.ts";
import { mobile } from "./mobile.ts";
import { notices } from "./notices.ts";
import { oauth } from "./oauth.ts";
import { grantOwners, oidc } from "./oidc.ts";
import { operator } from "./operator.ts";
import { pairing } from "./pairing.ts";
import { people } from "./people.ts";
import { phone } from "./phone.ts";
import { pushes } from "./pushes.ts";
import { relay } from "./relay.ts";
import { sessionLanguage } from "./session-language.ts";
import { signIn } from "./sign-in.ts";
import { signInHours } from "./sign-in-hours.ts";
import { suspended } from "./suspended.ts";
import type { Migration } from "./tables.ts";
import { terms } from "./terms.ts";
import { tokens } from "./tokens.ts";
import { webhooks } from "./webhooks.ts";
import { wechatProfiles } from "./wechat-profiles.ts";

/** Every change of the schema, oldest first. Append to this list; never change its entries. */
export const migrations: readonly Migration[] = [
  { name: "0001-sign-in", up: signIn },
  { name: "0002-tokens", up: tokens },
  { name: "0003-codes", up: codes },
  { name: "0004-oauth", up: oauth },
  { name: "0005-mini-program", up: miniProgram },
  { name: "0006-phone", up: phone },
  { name: "0007-linking", up: linking },
  { name: "0008-people", up: people },
  { name: "0009-mobile", up: mobile },
  { name: "0010-pushes", up: pushes },
  { name: "0011-pairing", up: pairing },
  { name: "0012-told", up: wechatProfiles },
  { name: "0013-browsers", up: browsers },
  { name: "0014-operator", up: operator },
  { name: "0015-oidc", up: oidc },
  { name: "0016-notices", up: notices },
  { name: "0017-lost", up: lost },
  { name: "0018-client-logout", up: clientLogout },
  { name: "0019-invitations", up: invitations },
  { name: "0020-account-changes", up: accountChanges },
  { name: "0021-first-sign-ins", up: firstSignIns },
  { name: "0022-members", up: members },
  { name: "0023-groups", up: groups },
  { name: "0024-suspended", up: suspended },
  { name: "0025-terms", up: terms },
  { name: "0026-attempt-logs", up: attemptLogs },
  { name: "0027-webhooks", up: webhooks },
  { name: "0028-session-language", up: sessionLanguage },
  { name: "0029-console", up: consoleSessions },
  { name: "0030-sign-in-hours", up: signInHours },
  { name: "0031-audit-search", up: auditSearch },
  { name: "0032-relay", up: relay },
  { name: "0033-console-accounts", up: consoleAccounts },
  { name: "0034-invitation-starts", up: invitationStarts },
  { name: "0035-client-logout-queues", up: clientLogoutQueues },
  { name: "0036-muted", up: muted },
  { name: "0037-erased-accounts", up: erasedAccounts },
  { name: "0038-grant-owners", up: grantOwners },
  { name: "0039-console-actors", up: consoleActors },
];
