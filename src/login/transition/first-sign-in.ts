import { type Identity, isSameWechat } from "../../domain/account.ts";
import { type Attempt, type AttemptEvent, askedPurpose } from "../../domain/attempt.ts";
import { afterScan, type Policy } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, type SideEffects } from "./effect.ts";
import { accountIdOf, type ResolvablePerson } from "./resolve-identity.ts";
import { signOutIdentity } from "./undo.ts";

/** A WeChat that an account got by a link and that has not signed in since, by all of its identities there. */
async function newOnes({ accounts }: Pick<Stores, "accounts">, seen: ResolvablePerson): Promise<readonly Identity[]> {
  const known = await accounts.identity(seen.appid, seen.openId);
  const accountId = known?.accountId ?? (await accountIdOf({ accounts }, seen));
  if (accountId === undefined) return [];
  const person = { ...seen, ...known };
  const same = (await accounts.identitiesOf(accountId)).filter((one) => isSameWechat(one, person));
  return same.every(({ linkedAt, signedInAt }) => linkedAt !== undefined && signedInAt === undefined) ? same : [];
}

/**
 * Since when the account has the WeChat that answers, where this attempt would be its first sign-in there; nothing else.
 * Whoever was linked by somebody else hears so before they are in that account, and leaves it.
 */
export async function firstSignIn(
  stores: Pick<Stores, "accounts">,
  attempt: Attempt,
  seen: ResolvablePerson,
): Promise<Pick<Attempt, "addedAt">> {
  if (askedPurpose(attempt) !== "sign-in") return {};
  const [one] = await newOnes(stores, seen);
  return one?.linkedAt === undefined ? {} : { addedAt: one.linkedAt };
}

/** What follows where the account is not the person's: what follows a newcomer's own yes. */
export const disownEvent = (policy: Policy, openId: string): Extract<AttemptEvent, { type: "disown" }> => {
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer: true, knownBrowser: false });
  return { type: "disown", openId, next: next === "ask" ? "grant" : next };
};

/** Takes the WeChat off the account that is not its person's, for good: the account cannot have it back. */
export async function leaveAccount(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  seen: ResolvablePerson,
): Promise<SideEffects> {
  let left: SideEffects = {};
  for (const { accountId, appid, openId } of await newOnes(stores, seen)) {
    await stores.accounts.takeRemoved(accountId, appid, openId, 0);
    await stores.accounts.removeIdentity(accountId, appid, openId);
    const about = { appid, openId };
    left = merge(left, await signOutIdentity(stores, { ...about, accountId }, "person", attempt.id));
    left = merge(left, await notify(setup, stores, { kind: "identity_removed", accountId, about }));
  }
  return left;
}
