// The operator removes a WeChat from an account: at once, or announced and carried out a day later.
import { randomToken } from "../../base/bytes.ts";
import { type Identity, identityId, isMuted } from "../../domain/account.ts";
import { announcedAs, byOperator, isByOperator } from "../../domain/account-change.ts";
import { invitationWait } from "../../domain/invitation.ts";
import type { Stores } from "../../ports/store.ts";
import { openChangesOf } from "../accounts/announce.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { isSpare, removeWechat } from "../transition/remove-wechat.ts";
import { transactAndSend } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/**
 * What came of a removal: done; refused, because nobody could sign in without it; or announced, and done then. Times
 * are milliseconds since the epoch.
 */
export type RemovalOutcome = "removed" | "last" | { readonly dueAt: number };

/** Who removes a WeChat, and how. */
export interface RemovedBy extends By {
  /** Whether the removal waits for 24 hours, so that the account's people may object until then. Default: at once. */
  readonly waits?: boolean;
}

/** The result of the transaction; undefined if the account does not have the WeChat. */
interface Removed {
  readonly done: RemovalOutcome | undefined;
  readonly effect: SideEffects;
}

/**
 * Removes the WeChat of an identity from an account, by all of its sources: its sessions end, and the account's people
 * are told. For seven days the account can restore it. One that waits is only announced, unless the command line marked
 * that WeChat as lost: otherwise a stolen key removes the person who would object to its next step. Returns undefined
 * if the account does not have it.
 */
export async function removeIdentityOf(
  setup: LoginContext,
  accountId: string,
  id: string,
  { actor, waits = false }: RemovedBy,
): Promise<RemovalOutcome | undefined> {
  const { done } = await transactAndSend(setup, async (stores): Promise<Removed> => {
    const identity = (await stores.accounts.identitiesOf(accountId)).find((one) => identityId(setup.key, one) === id);
    if (!identity) return { done: undefined, effect: {} };
    if (!(await isSpare(stores, identity))) return { done: "last", effect: {} };
    if (waits && !isMuted(identity)) return announceRemoval(setup, stores, identity, { actor });
    const { appid, openId } = identity;
    await stores.audit.append({ actor, action: "identity.removed", accountId, target: id }, stores.now);
    const ended = await removeWechat(stores, identity, { by: "account", isRestorable: true });
    const told = await notify(setup, stores, { kind: "identity_removed", accountId, about: { appid, openId } });
    return { done: "removed", effect: merge(ended, told) };
  });
  return done;
}

/** Announces the removal once. Whoever is one of the account's people now may object, the one to be removed, too. */
async function announceRemoval(
  setup: LoginContext,
  stores: Stores,
  identity: Identity,
  { actor }: By,
): Promise<Removed> {
  const { accountId, appid, openId } = identity;
  const about = { appid, openId };
  const same = (await openChangesOf(stores, accountId)).find(
    (one) => one.action === "remove" && isByOperator(one) && one.about?.appid === appid && one.about.openId === openId,
  );
  if (same) return { done: { dueAt: same.dueAt }, effect: {} };
  const { now } = stores;
  const dueAt = now + invitationWait;
  const id = randomToken(setup.random, 16);
  const times = { announcedAt: now, byLinkedAt: now, dueAt };
  await stores.accountChanges.insert({ id, accountId, action: "remove", about, ...byOperator, ...times });
  const target = identityId(setup.key, identity);
  await stores.audit.append({ actor, action: "removal.announced", accountId, target, after: { dueAt } }, now);
  const effect = await notify(setup, stores, { kind: announcedAs.remove, accountId, about, changeId: id, dueAt });
  return { done: { dueAt }, effect };
}
