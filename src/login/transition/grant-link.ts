import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { type Granted, type Refusal, resolvablePerson, type WechatProfile } from "./grant.ts";
import { requestingSessionOf } from "./requesting-session.ts";
import { accountIdOf } from "./resolve-identity.ts";

/**
 * Grants a link to whoever scanned, unless they are another account's person: an identity never changes its account
 * here, and two accounts never become one. The identity is added when the page redeems the attempt with its pairing code.
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
  const owner = await accountIdOf(stores, resolvablePerson(setup, attempt.appid, openId, told));
  if (owner !== undefined && owner !== account.id) return "conflict";
  return { attempt: { ...attempt, accountId: account.id, newcomer: owner === undefined }, name: account.name };
}

/**
 * Grants what an invitation is for: whoever scanned comes to its account, unless they are another account's person. The
 * identity is added when the page redeems the attempt with its pairing code.
 */
export async function grantInvited(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted | Refusal> {
  const invited = await stores.invitations.find(attempt.invitation ?? "", stores.now);
  const account = invited && (await stores.accounts.get(invited));
  if (!account) return "ended";
  const owner = await accountIdOf(stores, resolvablePerson(setup, attempt.appid, openId, told));
  if (owner !== undefined && owner !== account.id) return "conflict";
  return { attempt: { ...attempt, accountId: account.id, newcomer: owner === undefined }, name: account.name };
}

/** Grants an approval to whoever is the account's person by this identity, and gives nobody anything else. */
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
  return owner === account.id ? { attempt: { ...attempt, newcomer: false }, name: account.name } : "conflict";
}

async function accountOfRequester(stores: Stores, attempt: Attempt): Promise<Account | undefined> {
  const session = await requestingSessionOf(stores, attempt);
  return session && stores.accounts.get(session.accountId);
}
