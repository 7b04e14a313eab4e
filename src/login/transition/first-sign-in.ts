// The first sign-in of a WeChat that somebody linked to an account: its person is asked about it.
import { type Identity, isSameWechat } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { AttemptEvent } from "../../domain/attempt-event.ts";
import { afterScan, askedPurpose, type Policy } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, type SideEffects } from "./effect.ts";
import { removeIdentities } from "./remove-wechat.ts";
import { accountIdOf, type ResolvablePerson } from "./resolve-identity.ts";

/** The identities of a WeChat that was linked to an account and has not signed in since. */
async function newOnes({ accounts }: Pick<Stores, "accounts">, seen: ResolvablePerson): Promise<readonly Identity[]> {
  const known = await accounts.identity(seen.appid, seen.openId);
  const accountId = known?.accountId ?? (await accountIdOf({ accounts }, seen));
  if (accountId === undefined) return [];
  const person = { ...seen, ...known };
  const same = (await accounts.identitiesOf(accountId)).filter((one) => isSameWechat(one, person));
  return same.every(({ linkedAt, signedInAt }) => linkedAt !== undefined && signedInAt === undefined) ? same : [];
}

/**
 * The time at which this WeChat was added to the account, if this attempt would be its first sign-in there; else
 * undefined. A person whose WeChat somebody else linked is told before they enter the account, and can leave it.
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

/** The event for an account that is not the person's: they continue as a newcomer who has confirmed. */
export const disownEvent = (policy: Policy, openId: string): Extract<AttemptEvent, { type: "disown" }> => {
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer: true, knownBrowser: false });
  return { type: "disown", openId, next: next === "ask" ? "grant" : next };
};

/** Removes the WeChat from an account that is not its person's, for good: the account cannot restore it. */
export async function leaveAccount(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  seen: ResolvablePerson,
): Promise<SideEffects> {
  const left = await newOnes(stores, seen);
  let effect = await removeIdentities(stores, left, { by: "person", except: attempt.id });
  for (const { accountId, appid, openId } of left) {
    const about = { appid, openId };
    effect = merge(effect, await notify(setup, stores, { kind: "identity_removed", accountId, about }));
  }
  return effect;
}
