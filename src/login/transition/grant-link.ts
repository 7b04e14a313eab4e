import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { Granted, Refusal, WechatProfile } from "./grant.ts";
import { requestingSessionOf } from "./requesting-session.ts";
import { accountIdOf, resolvablePerson } from "./resolve-identity.ts";

/**
 * Grants a link to the person who scanned, unless another account has them: an identity never moves here, and accounts
 * are never merged. The identity is added when the page redeems the attempt with its pairing code.
 */
export async function grantLink(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted | Refusal> {
  const account = await accountOfRequester(stores, attempt);
  return account ? grantTo(setup, stores, attempt, account, { openId, told }) : "ended";
}

/**
 * Grants an invitation to the person who scanned, unless another account has them. The identity is added when the page
 * redeems the attempt with its pairing code.
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
  if (account.suspendedAt !== undefined) return "suspended";
  return grantTo(setup, stores, attempt, account, { openId, told });
}

/** Grants the identity to this account, unless it is another account's. */
async function grantTo(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  account: Account,
  { openId, told }: { readonly openId: string; readonly told: WechatProfile },
): Promise<Granted | Refusal> {
  const owner = await accountIdOf(stores, resolvablePerson(setup, attempt.appid, openId, told));
  if (owner !== undefined && owner !== account.id) return "conflict";
  return { attempt: { ...attempt, accountId: account.id, newcomer: owner === undefined }, name: account.name };
}

/** Grants an approval if this identity belongs to the account. Nothing else is granted. */
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
