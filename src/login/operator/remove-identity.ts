import { identityId } from "../../domain/account.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { isSpare, removeWechat } from "../transition/remove-wechat.ts";
import { transactAndSend } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/** The result of a removal. */
interface Removed {
  readonly done: "removed" | "last" | undefined;
  readonly effect: SideEffects;
}

/**
 * Removes the WeChat of an identity from an account, by all of its sources: its sessions end, and the account's people
 * are told. For seven days the account can restore it. `last`: nobody could sign in without it. Returns undefined if the account does not have it.
 */
export async function removeIdentityOf(
  setup: LoginContext,
  accountId: string,
  id: string,
  { actor }: By,
): Promise<"removed" | "last" | undefined> {
  const { done } = await transactAndSend(setup, async (stores): Promise<Removed> => {
    const identity = (await stores.accounts.identitiesOf(accountId)).find((one) => identityId(setup.key, one) === id);
    if (!identity) return { done: undefined, effect: {} };
    if (!(await isSpare(stores, identity))) return { done: "last", effect: {} };
    const { appid, openId } = identity;
    await stores.audit.append({ actor, action: "identity.removed", accountId, target: id }, stores.now);
    const ended = await removeWechat(stores, identity, { by: "account", isRestorable: true });
    const told = await notify(setup, stores, { kind: "identity_removed", accountId, about: { appid, openId } });
    return { done: "removed", effect: merge(ended, told) };
  });
  return done;
}
