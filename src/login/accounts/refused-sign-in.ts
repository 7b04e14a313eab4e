// Stops what the operator announced when one of the account's people tries to sign in and is turned away.
import { isSameWechat } from "../../domain/account.ts";
import { isByOperator, saysNo } from "../../domain/account-change.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { withAge } from "../transition/age-of-wechat.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { accountIdOf, type ResolvablePerson } from "../transition/resolve-identity.ts";
import { openChangesOf, stopChange } from "./announce.ts";

/**
 * Whoever is turned away sees no page on which to object, and some sources have no chat. So their coming is taken for
 * the objection to what the operator announced, if they may object: otherwise a stolen key marks, suspends or excludes
 * the person, and invites somebody else unheard.
 */
export async function objectByComing(
  setup: LoginContext,
  stores: Stores,
  person: ResolvablePerson,
): Promise<SideEffects> {
  const accountId = await accountIdOf(stores, person);
  const open = accountId === undefined ? [] : (await openChangesOf(stores, accountId)).filter(isByOperator);
  if (accountId === undefined || open.length === 0) return {};
  const known = (await stores.accounts.identitiesOf(accountId)).find((one) => isSameWechat(one, person));
  const aged = known && (await withAge(stores, known));
  let effect: SideEffects = {};
  for (const change of open) {
    if (aged && saysNo(aged, change)) effect = merge(effect, await stopChange(setup, stores, change, "objected"));
  }
  return effect;
}
