// What people do with their own account: list and remove WeChats, delete the account.
import { type Identity, identityId, isMuted, type RemovedIdentity, restorableFor } from "../../domain/account.ts";
import type { ApprovalQuery } from "../../domain/approval.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { NoticeKind } from "../../domain/notice.ts";
import { isLive, type Session, type SignedIn } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { type NewNotice, notify } from "../notices/notify.ts";
import { isAsOldWechat } from "../transition/age-of-wechat.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import type { SessionProof } from "../transition/find-session.ts";
import { isSpare, removeWechat } from "../transition/remove-wechat.ts";
import { requireManager, requireSession } from "../transition/requesting-session.ts";
import { approvedUntil, linkApproval, requireApproval, takeApproval } from "../transition/require-approval.ts";
import { accountIdOf } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { announce } from "./announce.ts";
import { type OwnChange, ownChanges, stopOwnChange } from "./changes.ts";

/** An account's identities, as its own person may see them. */
export interface OwnIdentities extends SignedIn {
  readonly identities: readonly Named<Identity>[];
  /** Removed identities that can still be restored. */
  readonly removed: readonly Named<RemovedIdentity>[];
  /** Announced changes of the account that are not done yet. */
  readonly changes: readonly OwnChange[];
  /** The `identityId` of one of the account's identities. */
  readonly nameOf: (one: Pick<Identity, "appid" | "openId">) => string;
  /**
   * Until when the session may add a WeChat by its present approval, in milliseconds since the epoch; in the past if it
   * has none.
   */
  readonly freshUntil: number;
}

/** With an id of its own, from which nothing can be derived. */
type Named<T> = T & { readonly id: string };

/** `approver` is the identity that approved it. */
type Work = (stores: Stores, signedIn: SignedIn, approver: Identity) => Promise<SideEffects>;

export async function ownIdentities(setup: LoginContext, proof: SessionProof | undefined): Promise<OwnIdentities> {
  return withIdentities(setup, await requireSession(setup, proof));
}

export async function withIdentities(setup: LoginContext, { account, session }: SignedIn): Promise<OwnIdentities> {
  const { read, now } = setup.store;
  const name = <T extends Identity | RemovedIdentity>(one: T) => ({ ...one, id: identityId(setup.key, one) });
  const identities = (await read.identitiesOf(account.id)).map(name);
  const removed = (await read.removedIdentitiesOf(account.id)).map(name);
  return {
    account,
    session,
    identities,
    nameOf: (one) => identityId(setup.key, one),
    changes: await ownChanges(setup, { account, session }),
    freshUntil: (await approvedUntil(setup, linkApproval(session.id))) ?? session.createdAt,
    removed: removed.filter(({ removedAt }) => removedAt + restorableFor > now()),
  };
}

/**
 * Removes the WeChat of an identity from the account, by all of its sources, but never the last one. Its sessions end,
 * including the current session if it signed that in. If the approving identity is younger, the removal is only
 * announced, and done when it is due.
 */
export async function removeIdentity(
  setup: LoginContext,
  proof: SessionProof | undefined,
  id: string,
): Promise<OwnIdentities> {
  return change(setup, proof, { action: "remove", target: id }, async (stores, { account, session }, approver) => {
    const identity = named(setup, await stores.accounts.identitiesOf(account.id), id);
    if (!isMuted(identity) && !(await isAsOldWechat(stores, approver, identity))) {
      return announce(setup, stores, { action: "remove", about: identity, by: approver, session });
    }
    if (!(await isSpare(stores, identity))) throw new SaomaError("last_identity");
    const ended = await removeWechat(stores, identity, { by: "account", isRestorable: true });
    const told = await notify(setup, stores, done("identity_removed", identity, approver, session));
    return merge(ended, told);
  });
}

/**
 * Announces the deletion of the account. When it is due, everything about its person is deleted and every session ends.
 */
export async function deleteAccount(setup: LoginContext, proof: SessionProof | undefined): Promise<OwnIdentities> {
  return change(setup, proof, { action: "delete", target: "" }, (stores, { session }, by) =>
    announce(setup, stores, { action: "delete", by, session }),
  );
}

/** Objects to an announced change; see {@link stopOwnChange}. */
export async function stopAccountChange(
  setup: LoginContext,
  proof: SessionProof | undefined,
  id: string,
): Promise<OwnIdentities> {
  return withIdentities(setup, await stopOwnChange(setup, proof, id));
}

/**
 * Restores an identity that the account removed in the last seven days, unless another account has it now. A WeChat
 * cannot restore what an older one removed.
 */
export async function restoreIdentity(
  setup: LoginContext,
  proof: SessionProof | undefined,
  id: string,
): Promise<OwnIdentities> {
  return change(setup, proof, { action: "restore", target: id }, async (stores, { account, session }, approver) => {
    const wanted = named(setup, await setup.store.read.removedIdentitiesOf(account.id), id);
    const since = stores.now - restorableFor;
    const removed = await stores.accounts.takeRemoved(account.id, wanted.appid, wanted.openId, since);
    if (!removed) throw new SaomaError("identity_not_found");
    if (!(await mayRestore(stores, approver, removed))) throw new SaomaError("younger_identity");
    const { removedAt: _, ...identity } = removed;
    const owner = await accountIdOf(stores, identity);
    const isFree = owner === undefined || owner === account.id;
    if (!isFree || !(await stores.accounts.addIdentity(identity))) throw new SaomaError("identity_taken");
    const { appid, openId, accountId } = identity;
    const { applicationId } = session;
    const linked = { events: [{ name: "linked", data: { appid, openId, accountId, applicationId } } as const] };
    return merge(linked, await notify(setup, stores, done("identity_restored", identity, approver, session)));
  });
}

/** Whether the WeChat that removed it is not older, or has left the account. The removal was told in its transaction. */
async function mayRestore(stores: Stores, approver: Identity, { accountId, removedAt }: RemovedIdentity) {
  const { accounts, notices } = stores;
  const told = await notices.of(accountId, removedAt - 1);
  const by = told.find(({ kind, at }) => kind === "identity_removed" && at === removedAt)?.by;
  const remover = by && (await accounts.identity(by.appid, by.openId));
  return remover?.accountId !== accountId || isAsOldWechat(stores, approver, remover);
}

/** The notice of a change that one of the account's WeChats approved for a session. */
const done = (kind: NoticeKind, about: Identity, by: Identity, session: Session): NewNotice => ({
  kind,
  accountId: session.accountId,
  applicationId: session.applicationId,
  sessionId: session.id,
  about: { appid: about.appid, openId: about.openId },
  by: { appid: by.appid, openId: by.openId },
});

function named<T extends Identity | RemovedIdentity>(setup: LoginContext, all: readonly T[], id: string): T {
  const found = all.find((one) => identityId(setup.key, one) === id);
  if (!found) throw new SaomaError("identity_not_found");
  return found;
}

/**
 * Makes a change that a WeChat of the account has approved for this session. The same transaction uses the approval.
 */
async function change(
  setup: LoginContext,
  proof: SessionProof | undefined,
  approved: Pick<ApprovalQuery, "action" | "target">,
  work: Work,
): Promise<OwnIdentities> {
  const signedIn = await requireSession(setup, proof);
  requireManager(setup, signedIn.session.applicationId);
  const query = { ...approved, sessionId: signedIn.session.id };
  await requireApproval(setup, query);
  await transactAndPublish(setup, async (stores) => {
    if (!(await lives(stores, signedIn.session))) throw new SaomaError("not_signed_in");
    const approver = await takeApproval(setup, stores, { ...query, accountId: signedIn.account.id });
    return { effect: await work(stores, signedIn, approver) };
  });
  return withIdentities(setup, signedIn);
}

async function lives(stores: Stores, { id }: Session): Promise<boolean> {
  const session = await stores.sessions.get(id);
  return session !== undefined && isLive(session, stores.now);
}
