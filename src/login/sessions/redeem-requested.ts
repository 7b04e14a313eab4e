// Redeems an attempt that a session requested: a link or an approval.
import type { Account } from "../../domain/account.ts";
import { approvalGrace } from "../../domain/approval.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Session } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import { announce } from "../accounts/announce.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { notify } from "../notices/notify.ts";
import { profileIn } from "../phone/bind-phone.ts";
import { declineOpen } from "../transition/decline-open.ts";
import { linkApproval, takeApproval } from "../transition/require-approval.ts";
import { accountIdOf, resolvablePerson, resolveIdentity } from "../transition/resolve-identity.ts";

/** The result of redeeming an attempt that a session requested. `newcomer`: an identity was added to the account. */
export interface RequestedResult {
  readonly newcomer?: boolean;
  /** The attempts that ended by it. */
  readonly hints?: readonly string[];
  readonly events: readonly LoginEvent[];
  readonly notices?: readonly Notice[];
}

/**
 * Links the identity that scanned to the account. Checks session, approval, account and identity again, because they
 * may have changed since the scan. Returns `conflict` if another account has the identity by now.
 */
export async function addLink(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  account: Account,
): Promise<RequestedResult | "conflict"> {
  const { id, appid, openId, applicationId, sessionId = "" } = attempt;
  if (openId === undefined)
    throw new SaomaError("internal", { detail: `attempt ${id} was granted without an account` });
  const binding = await stores.phoneBindings.get(id);
  const person = resolvablePerson(setup, appid, openId, binding ? profileIn(binding) : {});
  const owner = await accountIdOf(stores, person);
  if (owner !== undefined && owner !== account.id) return "conflict";
  const by = await takeApproval(setup, stores, { ...linkApproval(sessionId), accountId: account.id }, approvalGrace);
  if (!(await stores.accounts.addIdentity({ ...person, accountId: account.id, linkedBy: id, linkedAt: stores.now }))) {
    await resolveIdentity(stores, person, account);
    return { newcomer: false, events: [] };
  }
  // A sign-in of the same person that is under way would open this account without asking about it.
  const hints = await declineOpen(stores, appid, openId, { except: id, addedTo: account.id });
  const linked: LoginEvent = { name: "linked", data: { appid, openId, applicationId, accountId: account.id } };
  const about = { appid, openId };
  const told = await notify(setup, stores, {
    kind: "identity_added",
    accountId: account.id,
    applicationId,
    about,
    by,
    sessionId,
  });
  return { newcomer: true, hints, events: [linked, ...(told.events ?? [])], notices: told.notices ?? [] };
}

/** Stores the approval that a WeChat of the account gave. If it is for a new phone, the change is announced. */
export async function approve(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  session: Session,
): Promise<RequestedResult> {
  const { id, appid, openId = "", approves = "link", approvesTarget = "" } = attempt;
  if (approves === "phone") return announcePhone(setup, stores, attempt, session);
  await stores.approvals.insert({
    attemptId: id,
    sessionId: session.id,
    accountId: session.accountId,
    action: approves,
    target: approvesTarget,
    appid,
    openId,
    approvedAt: stores.now,
  });
  await stores.sessions.prove(session.id, stores.now);
  return { newcomer: false, events: [] };
}

async function announcePhone(
  setup: LoginContext,
  stores: Stores,
  { id, appid, openId = "" }: Attempt,
  session: Session,
): Promise<RequestedResult> {
  const phone = (await stores.phoneBindings.get(id))?.verifiedPhone;
  const by = await stores.accounts.identity(appid, openId);
  if (phone === undefined || by?.accountId !== session.accountId) throw new SaomaError("attempt_ended");
  const { events = [], notices = [] } = await announce(setup, stores, { action: "phone", phone, by, session });
  await stores.sessions.prove(session.id, stores.now);
  return { newcomer: false, events, notices };
}
