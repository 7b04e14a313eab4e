// Announces changes of an account before they are carried out, and stops them.
import { randomToken } from "../../base/bytes.ts";
import { type Identity, identityId } from "../../domain/account.ts";
import {
  type AccountChange,
  announcedAs,
  type ChangeEnd,
  isByOperator,
  isSameChange,
  saysNo,
} from "../../domain/account-change.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Session } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { withAge } from "../transition/age-of-wechat.ts";
import type { SideEffects } from "../transition/effect.ts";
import { cancelAnnounced } from "./announce-invitation.ts";

/** A change that one of the account's identities approved for a session. */
export interface Announcement extends Pick<AccountChange, "action" | "about" | "phone"> {
  readonly by: Identity;
  readonly session: Session;
}

/**
 * Stores a change until it is due, and notifies the account's people. Until then an identity that is at least as old as
 * the announcing one may object.
 * @throws {SaomaError} `change_announced` if the same change has been announced already.
 */
export async function announce(
  setup: LoginContext,
  stores: Stores,
  { action, about, phone, by, session }: Announcement,
): Promise<SideEffects> {
  const { accountId } = session;
  const same = { action, ...(about ? { about: { appid: about.appid, openId: about.openId } } : {}) };
  const open = await openChangesOf(stores, accountId);
  if (open.some((one) => isSameChange(one, same))) throw new SaomaError("change_announced");
  const { linkedAt: byLinkedAt } = await withAge(stores, by);
  const change: AccountChange = {
    ...same,
    id: randomToken(setup.random, 16),
    accountId,
    ...(phone === undefined ? {} : { phone }),
    by: { appid: by.appid, openId: by.openId },
    ...(byLinkedAt ? { byLinkedAt } : {}),
    sessionId: session.id,
    applicationId: session.applicationId,
    announcedAt: stores.now,
    dueAt: stores.now + setup.changesWait,
  };
  await stores.accountChanges.insert(change);
  return notify(setup, stores, { ...changeNotice(change), kind: announcedAs[action], dueAt: change.dueAt });
}

/** The notice of a change; the same fields for every outcome. */
export const changeNotice = (change: AccountChange) => {
  const { id: changeId, accountId, applicationId, sessionId, about, by } = change;
  const asked = isByOperator(change) ? {} : { applicationId, sessionId, by };
  return { accountId, changeId, ...asked, ...(about ? { about } : {}) };
};

export const openChangesOf = async (stores: Stores, accountId: string): Promise<AccountChange[]> =>
  (await stores.accountChanges.of(accountId)).filter(({ endedAt }) => endedAt === undefined);

/** Ends an open change, at most once. The account's people are notified only if somebody called it off. */
export async function stopChange(
  setup: LoginContext,
  stores: Stores,
  change: AccountChange,
  how: Exclude<ChangeEnd, "done">,
): Promise<SideEffects> {
  if (!(await stores.accountChanges.end(change.id, how, stores.now))) return {};
  await stores.notices.forgetChange(change.accountId, change.id);
  if (change.action === "invite") await cancelAnnounced(stores, change, how);
  if (change.action === "remove" && isByOperator(change)) await noteStopped(setup, stores, change, how);
  if (how !== "withdrawn" && how !== "objected") return {};
  return notify(setup, stores, { ...changeNotice(change), kind: "change_stopped" });
}

/** Writes to the audit that a removal of the operator's came to nothing. */
async function noteStopped(
  { key }: LoginContext,
  { audit, now }: Stores,
  { accountId, about }: AccountChange,
  how: ChangeEnd,
): Promise<void> {
  const actor = how === "objected" ? "person" : "saoma";
  const target = about && identityId(key, about);
  await audit.append({ actor, action: "removal.stopped", accountId, ...(target ? { target } : {}) }, now);
}

/**
 * Objects to a change by this identity.
 * @throws {SaomaError} `younger_identity` if it is younger at the account than the one that announced the change.
 */
export async function objectTo(
  setup: LoginContext,
  stores: Stores,
  identity: Identity,
  change: AccountChange,
): Promise<SideEffects> {
  const how = saysNo(await withAge(stores, identity), change);
  if (!how) throw new SaomaError("younger_identity");
  return stopChange(setup, stores, change, how);
}
