// Finds or creates the account of a sign-in when it is redeemed.
import { type Account, newAccountId } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { PhoneBinding } from "../../domain/phone-binding.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { notify } from "../notices/notify.ts";
import { phoneOwner, profileIn, proofOf } from "../phone/bind-phone.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import {
  isLost,
  type ResolvablePerson,
  type ResolvedIdentity,
  resolvablePerson,
  resolveIdentity,
} from "../transition/resolve-identity.ts";
import { type OpenedAccount, openInvited } from "./open-invited.ts";

/**
 * Writes the lasting results of a sign-in: account, identity and phone. Called only in the transaction that redeems the
 * attempt.
 * @throws {SaomaError} `attempt_ended` if the person's account is no longer the one that was granted.
 */
export async function openAccount(setup: LoginContext, stores: Stores, attempt: Attempt): Promise<OpenedAccount> {
  const { id, appid, openId, applicationId } = attempt;
  if (openId === undefined)
    throw new SaomaError("internal", { detail: `attempt ${id} was granted without an account` });
  const binding = await stores.phoneBindings.get(id);
  const person = resolvablePerson(setup, appid, openId, binding ? profileIn(binding) : {});
  if (await isLost(stores, person)) throw new SaomaError("attempt_ended");
  if (attempt.invitation !== undefined) return openInvited(setup, stores, attempt, person);
  // This WeChat was added to the account, by another source, during the sign-in: its person was not asked about it.
  const { addedAt = 0 } = attempt.addedAt === undefined ? await firstSignIn(stores, attempt, person) : {};
  if (addedAt > attempt.createdAt) throw new SaomaError("attempt_ended");
  const joined = binding?.verifiedPhone
    ? await joinByPhone(setup, stores, attempt, { ...person, linkedBy: id }, binding)
    : { events: [] };
  const resolved = await resolveIdentity(stores, person, freshAccount(setup, stores, attempt, binding));
  const account = await withPhone(stores, resolved.account, binding?.verifiedPhone);
  if (binding) await noteTold(stores, attempt, binding, { account, before: resolved });
  if (attempt.accountId !== undefined && account.id !== attempt.accountId) throw new SaomaError("attempt_ended");
  if (resolved.conflict) {
    setup.log.warn({ account: account.id }, "two accounts seem to be one person: saoma identities report");
  }
  const newcomer: LoginEvent = { name: "newcomer", data: { appid, openId, applicationId, account } };
  return {
    ...joined,
    account,
    created: resolved.created,
    events: [...joined.events, ...(resolved.created ? [newcomer] : [])],
  };
}

function freshAccount(
  { key }: LoginContext,
  { now }: Stores,
  attempt: Attempt,
  binding: PhoneBinding | undefined,
): Account {
  if (!attempt.newcomer) return { id: "", name: "", createdAt: now };
  const { name = "", avatar } = binding ?? {};
  return { id: newAccountId(key, attempt.id), name, createdAt: now, ...(avatar === undefined ? {} : { avatar }) };
}

/** Records which details of the account came from WeChat in this sign-in. They can be withdrawn. */
async function noteTold(
  { accounts }: Stores,
  { appid }: Attempt,
  { toldName, avatar, verifiedPhone, otpHash }: PhoneBinding,
  { account, before }: { readonly account: Account; readonly before: ResolvedIdentity },
): Promise<void> {
  const isTold = before.created && (toldName !== undefined || avatar !== undefined);
  const profile = { toldBy: appid, ...(toldName ? { toldName } : {}), ...(avatar ? { toldAvatar: avatar } : {}) };
  // Without an SMS, the number came from WeChat's phone button.
  const isPhoneTold = verifiedPhone !== undefined && otpHash === undefined && before.account.phone === undefined;
  const phone = { phoneToldBy: appid, toldPhone: verifiedPhone ?? "" };
  if (!isTold && !isPhoneTold) return;
  await accounts.saveWechatDetails(account.id, { ...(isTold ? profile : {}), ...(isPhoneTold ? phone : {}) });
}

/** The phone may have got a new owner since it was verified. Its previous account is notified. */
async function joinByPhone(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  person: ResolvablePerson,
  binding: PhoneBinding,
): Promise<Pick<OpenedAccount, "events" | "notices">> {
  const { applicationId } = attempt;
  const policy = setup.applications.get(applicationId)?.policy;
  const owner =
    policy && (await phoneOwner(stores, policy, proofOf(attempt, binding), person, binding.verifiedPhone ?? ""));
  if (owner === undefined || owner === "conflict") throw new SaomaError("attempt_ended");
  if (owner.joins !== undefined) await stores.accounts.addIdentity({ ...person, accountId: owner.joins });
  if (owner.leaves === undefined) return { events: [] };
  await stores.accounts.removePhone(owner.leaves);
  const told = await notify(setup, stores, { kind: "number_lost", accountId: owner.leaves, applicationId });
  return { events: told.events ?? [], notices: told.notices ?? [] };
}

/** Sets the phone only if the account has none. */
async function withPhone({ accounts }: Stores, account: Account, phone: string | undefined): Promise<Account> {
  if (phone === undefined || account.phone !== undefined) return account;
  return (await accounts.setPhone(account.id, phone)) ? { ...account, phone } : account;
}
