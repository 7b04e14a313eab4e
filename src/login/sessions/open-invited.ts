// Adds the WeChat that answered an invitation to the account of the invitation.
import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Stores } from "../../ports/store.ts";
import { endAnnouncement } from "../accounts/announce-invitation.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { notify } from "../notices/notify.ts";
import { declineOpen } from "../transition/decline-open.ts";
import { accountIdOf, type ResolvablePerson, resolveIdentity } from "../transition/resolve-identity.ts";

/**
 * Adds the WeChat that answered to the account of the invitation, and uses the invitation up. The new identity is the
 * youngest, and is asked about the account at its next sign-in. Called only in the transaction that redeems the
 * attempt.
 * @throws {SaomaError} `attempt_ended` if the invitation was used or replaced meanwhile, or another account has the
 * WeChat.
 */
export async function openInvited(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  person: ResolvablePerson,
): Promise<OpenedAccount> {
  const accountId = await stores.invitations.take(attempt.invitation ?? "", stores.now);
  const account = accountId === undefined ? undefined : await stores.accounts.get(accountId);
  if (!account || account.id !== attempt.accountId) throw new SaomaError("attempt_ended");
  const owner = await accountIdOf(stores, person);
  if (owner !== undefined && owner !== account.id) throw new SaomaError("attempt_ended");
  await endAnnouncement(stores, account.id, "done");
  await stores.audit.append({ actor: "invitation", action: "invitation.used", accountId: account.id }, stores.now);
  const added = { ...person, accountId: account.id, linkedBy: attempt.id, linkedAt: stores.now };
  // A sign-in of the same person that is under way would open this account without asking about it.
  const hints = await declineOpen(stores, attempt.appid, person.openId, { except: attempt.id, addedTo: account.id });
  if (await stores.accounts.addIdentity(added)) {
    return { ...(await withWords(setup, stores, attempt, person, account)), hints };
  }
  await resolveIdentity(stores, person, account);
  return { account, created: false, hints, events: [] };
}

/** Adds the event and the notice to the account's other people. */
async function withWords(
  setup: LoginContext,
  stores: Stores,
  { applicationId }: Attempt,
  { appid, openId }: ResolvablePerson,
  account: Account,
): Promise<OpenedAccount> {
  const linked: LoginEvent = { name: "linked", data: { appid, openId, applicationId, accountId: account.id } };
  const about = { appid, openId };
  const told = await notify(setup, stores, { kind: "identity_added", accountId: account.id, applicationId, about });
  return { account, created: false, events: [linked, ...(told.events ?? [])], notices: told.notices ?? [] };
}

/** The account of a sign-in that is being redeemed. */
export interface OpenedAccount {
  readonly account: Account;
  /** Whether this sign-in created it. */
  readonly created: boolean;
  /** The other attempts that ended by it. */
  readonly hints?: readonly string[];
  readonly events: readonly LoginEvent[];
  readonly notices?: readonly Notice[];
}
