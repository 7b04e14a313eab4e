import { type Identity, isSameWechat } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import { type Identities, identitiesOfWechat } from "./age-of-wechat.ts";
import { merge, type SideEffects } from "./effect.ts";
import { signOutIdentity } from "./sign-out-identity.ts";

/** How a WeChat is removed from its account. */
export interface Removal {
  readonly by: "account" | "person";
  /** Whether the account can restore it. */
  readonly isRestorable?: boolean;
  /** The attempt by which its person continues. */
  readonly except?: string;
}

/** Whether the account has another WeChat than that of this identity, and that one is not lost. */
export async function isSpare({ accounts }: Identities, identity: Identity): Promise<boolean> {
  const all = await accounts.identitiesOf(identity.accountId);
  return all.some((one) => one.lostAt === undefined && !isSameWechat(one, identity));
}

/**
 * Removes a WeChat from its account, by all of its sources: if one stayed, its unionId would bring the others back. An
 * import that expected it does so no more. Everything that it signed in or announced ends.
 */
export const removeWechat = async (stores: Stores, identity: Identity, removal: Removal): Promise<SideEffects> =>
  removeIdentities(stores, await identitiesOfWechat(stores, identity), removal);

/** Removes these identities from their account, as {@link removeWechat} does. */
export async function removeIdentities(
  stores: Stores,
  identities: readonly Identity[],
  { by, isRestorable = false, except }: Removal,
): Promise<SideEffects> {
  let effect: SideEffects = {};
  for (const identity of identities) {
    const { accountId, appid, openId, platform, unionId } = identity;
    await stores.accounts.removeIdentity(accountId, appid, openId);
    await stores.accounts.takeRemoved(accountId, appid, openId, 0);
    if (isRestorable) await stores.accounts.noteRemoved({ ...identity, removedAt: stores.now });
    if (platform !== undefined && unionId !== undefined) {
      await stores.accounts.forgetExpected({ platform, unionId, accountId });
    }
    effect = merge(effect, await signOutIdentity(stores, { appid, openId, accountId }, by, except));
  }
  return effect;
}
