// An older WeChat of an account removes one that was added recently, and undoes its changes.
import { type Identity, isSameWechat } from "../../domain/account.ts";
import { isBy } from "../../domain/account-change.ts";
import { type Notice, noticeFor } from "../../domain/notice.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { identitiesOfWechat, isAsOldWechat } from "../transition/age-of-wechat.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { removeIdentities } from "../transition/remove-wechat.ts";
import { accountIdOf } from "../transition/resolve-identity.ts";
import { stopChange } from "./announce.ts";

/** A recently added identity, and the notices about it. */
export interface Arrival {
  readonly identity: Identity;
  readonly notice: Notice;
}

const isArrival = ({ kind }: Notice): boolean => kind === "identity_added" || kind === "identity_restored";

/** The newest identity that was added to the account in the last seven days and is younger than this one. */
export async function newestArrival(stores: Stores, self: Identity): Promise<Arrival | undefined> {
  const told = await stores.notices.of(self.accountId, stores.now - noticeFor);
  for (const notice of told.filter(isArrival).reverse()) {
    const identity = await identityOf(stores, notice);
    if (identity && !(await isAsOldWechat(stores, identity, self))) return { identity, notice };
  }
  return undefined;
}

async function identityOf({ accounts }: Stores, { accountId, about }: Notice): Promise<Identity | undefined> {
  const identity = about && (await accounts.identity(about.appid, about.openId));
  return identity?.accountId === accountId ? identity : undefined;
}

/**
 * “Not mine”, said by `self`: removes a recently added identity for good, ends the session that asked for it, and
 * reverts what either has changed in the account since: identities, phones, announced changes and approvals. The WeChat
 * that says it stays, and so does every older one.
 */
export async function takeBack(
  setup: LoginContext,
  stores: Stores,
  self: Identity,
  arrival: Arrival,
): Promise<SideEffects> {
  const told = await stores.notices.of(arrival.identity.accountId, arrival.notice.at - 1);
  const effect = await takeAway({ setup, stores, self, told, taken: [] }, arrival);
  const { accountId, applicationId, about } = arrival.notice;
  const notice = await notify(setup, stores, {
    kind: "identity_taken_back",
    accountId,
    ...(applicationId === undefined ? {} : { applicationId }),
    ...(about ? { about } : {}),
  });
  return merge(effect, notice);
}

interface TakingBack {
  readonly setup: LoginContext;
  readonly stores: Stores;
  /** The identity whose WeChat says that it is not theirs. */
  readonly self: Identity;
  /** The notices that the account got since the identity was added. */
  readonly told: readonly Notice[];
  /** Identities that have been removed for good. */
  readonly taken: WhoIs[];
}

type WhoIs = Pick<Identity, "appid" | "openId">;

/** An identity and a session whose changes are reverted. */
interface Doer {
  readonly identity: WhoIs;
  readonly sessionId: string | undefined;
  readonly accountId: string;
  readonly since: number;
}

async function takeAway(all: TakingBack, { identity, notice }: Arrival): Promise<SideEffects> {
  const { stores, self, taken } = all;
  if (isSameWechat(identity, self) || !(await isAsOldWechat(stores, self, identity))) return {};
  const gone = await identitiesOfWechat(stores, identity);
  taken.push(...gone);
  const sessionId = await askingSession(all, notice);
  if (sessionId !== undefined) await stores.sessions.end(sessionId, "undone", stores.now);
  let effect: SideEffects = {};
  for (const { appid, openId, accountId } of gone) {
    const doer = { identity: { appid, openId }, sessionId, accountId, since: notice.at };
    effect = merge(effect, await takeBackDoings(all, doer));
  }
  return merge(effect, await removeIdentities(stores, gone, { by: "account" }));
}

/** The session that asked for it, unless an older WeChat than `self` had signed it in: what that one does stays. */
async function askingSession({ stores, self }: TakingBack, { sessionId }: Notice): Promise<string | undefined> {
  const session = sessionId === undefined ? undefined : await stores.sessions.get(sessionId);
  const by = session && (await stores.accounts.identity(session.appid, session.openId));
  return by?.accountId === self.accountId && !(await isAsOldWechat(stores, self, by)) ? undefined : sessionId;
}

async function takeBackDoings(all: TakingBack, doer: Doer): Promise<SideEffects> {
  const { stores, told, taken } = all;
  await stores.approvals.forgetOf(doer.identity.appid, doer.identity.openId);
  if (doer.sessionId !== undefined) await stores.approvals.forgetOfSession(doer.sessionId);
  let effect = await takeBackChanges(all, doer);
  const theirs = told.filter((notice) => notice.at >= doer.since && isDoneBy(notice, doer));
  for (const notice of theirs.filter(isArrival)) {
    if (!notice.about || isTaken(taken, notice.about)) continue;
    const identity = await identityOf(stores, notice);
    const gone = identity ? takeAway(all, { identity, notice }) : takeBackOfRemoved(all, notice, notice.about);
    effect = merge(effect, await gone);
  }
  for (const notice of theirs)
    if (notice.kind === "identity_removed") effect = merge(effect, await giveBack(all, notice));
  return effect;
}

/** Reverts the changes of an identity that was added and has been removed again, so that it cannot be restored. */
async function takeBackOfRemoved(all: TakingBack, { accountId, at }: Notice, identity: WhoIs): Promise<SideEffects> {
  all.taken.push(identity);
  await all.stores.accounts.takeRemoved(accountId, identity.appid, identity.openId, 0);
  return takeBackDoings(all, { identity, sessionId: undefined, accountId, since: at });
}

const isTaken = (taken: readonly WhoIs[], { appid, openId }: WhoIs): boolean =>
  taken.some((one) => one.appid === appid && one.openId === openId);

const isDoneBy = ({ by, sessionId }: Notice, doer: Doer): boolean =>
  (by !== undefined && by.appid === doer.identity.appid && by.openId === doer.identity.openId) ||
  (sessionId !== undefined && sessionId === doer.sessionId);

async function takeBackChanges({ setup, stores }: TakingBack, doer: Doer): Promise<SideEffects> {
  let effect: SideEffects = {};
  for (const change of await stores.accountChanges.of(doer.accountId)) {
    if (!isBy(change, doer.identity, doer.sessionId) || change.announcedAt < doer.since) continue;
    if (change.endedAt === undefined) effect = merge(effect, await stopChange(setup, stores, change, "taken_back"));
    else if (change.end === "done" && change.action === "phone") await giveBackPhone(stores, change);
  }
  return effect;
}

/** Restores the previous phone, unless another account has it now. */
async function giveBackPhone(
  { accounts }: Stores,
  { accountId, phone, formerPhone }: { accountId: string; phone?: string; formerPhone?: string },
): Promise<void> {
  const account = await accounts.get(accountId);
  if (account?.phone === undefined || account.phone !== phone) return;
  const isBack = formerPhone !== undefined && (await accounts.setPhone(accountId, formerPhone));
  if (!isBack) await accounts.removePhone(accountId);
}

/** Restores a removed identity, as its person could, unless an account has it now; the account's people are told. */
async function giveBack({ setup, stores, taken }: TakingBack, { accountId, about }: Notice): Promise<SideEffects> {
  if (!about || isTaken(taken, about)) return {};
  const removed = await stores.accounts.takeRemoved(accountId, about.appid, about.openId, 0);
  if (!removed) return {};
  const { removedAt: _, ...identity } = removed;
  const owner = await accountIdOf(stores, identity);
  const isFree = owner === undefined || owner === accountId;
  if (!isFree || !(await stores.accounts.addIdentity(identity))) return {};
  return notify(setup, stores, { kind: "identity_restored", accountId, about });
}
