import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { type Granted, type Refusal, resolvablePerson, type WechatProfile } from "./grant.ts";
import { requestingSessionOf } from "./requesting-session.ts";
import { accountIdOf, type ResolvablePerson, resolveIdentity } from "./resolve-identity.ts";

/**
 * Gives the identity of whoever confirmed to the account that asked. Only one that is nobody's: an identity never
 * changes its account here, and two accounts never become one.
 */
export async function grantLink(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted | Refusal> {
  const account = await accountOfRequester(stores, attempt);
  if (!account) return "ended";
  const seen = resolvablePerson(setup, attempt.appid, openId, told);
  if (((await accountIdOf(stores, seen)) ?? account.id) !== account.id) return "conflict";
  const added = await addToAccount(stores, seen, account, attempt);
  const { appid, applicationId } = attempt;
  const linked: LoginEvent = { name: "linked", data: { appid, openId, applicationId, accountId: account.id } };
  return { attempt: { ...attempt, accountId: account.id, newcomer: added }, account, events: added ? [linked] : [] };
}

/** False where the account has it already; then what is new of it is noted. */
async function addToAccount(
  stores: Stores,
  seen: ResolvablePerson,
  account: Account,
  { id }: Attempt,
): Promise<boolean> {
  if (await stores.accounts.addIdentity({ ...seen, accountId: account.id, linkedBy: id })) return true;
  await resolveIdentity(stores, seen, account);
  return false;
}

/** Grants a fresh proof to whoever is the account's person by this identity, and gives nobody anything else. */
export async function grantProof(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted | Refusal> {
  const account = await accountOfRequester(stores, attempt);
  if (!account) return "ended";
  const owner = await accountIdOf(stores, resolvablePerson(setup, attempt.appid, openId, told));
  return owner === account.id ? { attempt: { ...attempt, newcomer: false }, account, events: [] } : "conflict";
}

async function accountOfRequester(stores: Stores, attempt: Attempt): Promise<Account | undefined> {
  const session = await requestingSessionOf(stores, attempt);
  return session && stores.accounts.get(session.accountId);
}
