import { identityId } from "../../domain/account.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, publish } from "../transition/effect.ts";
import { signOutIdentity } from "../transition/undo.ts";
import type { By } from "./end-sessions.ts";

/**
 * Removes an identity from an account: its sessions end, and the account's people are told. For seven days the account can
 * restore it. `last`: nobody could sign in without it. Returns undefined if the account does not have it.
 */
export async function removeIdentityOf(
  setup: LoginContext,
  accountId: string,
  id: string,
  { actor }: By,
): Promise<"removed" | "last" | undefined> {
  const effect = await setup.store.transact(async (stores) => {
    const identity = (await stores.accounts.identitiesOf(accountId)).find((one) => identityId(setup.key, one) === id);
    if (!identity) return undefined;
    const { appid, openId } = identity;
    if (!(await stores.accounts.removeSpareIdentity(accountId, appid, openId))) return "last";
    await stores.accounts.noteRemoved({ ...identity, removedAt: stores.now });
    await stores.audit.append({ actor, action: "identity.removed", accountId, target: id }, stores.now);
    const ended = await signOutIdentity(stores, { appid, openId, accountId }, "account");
    const told = await notify(setup, stores, { kind: "identity_removed", accountId, about: { appid, openId } });
    return merge(ended, told);
  });
  if (effect === undefined || effect === "last") return effect;
  publish(setup, effect);
  return "removed";
}
