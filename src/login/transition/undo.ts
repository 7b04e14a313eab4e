// Undoes a sign-in or a link that its person did not want.
import { isAsOld } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { askedPurpose } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application } from "../context.ts";
import { identitiesOfWechat } from "./age-of-wechat.ts";
import { merge, replyWithText, type SideEffects } from "./effect.ts";
import { messageFor, textsOf } from "./prompt-texts.ts";
import { removeIdentities } from "./remove-wechat.ts";
import { requestingSessionOf } from "./requesting-session.ts";
import { isLinkedBy, sessionSignedInBy } from "./still-valid.ts";

/** Undoes the result of an attempt: ends its session, and removes the identity that it added to an account. */
export async function undo(
  stores: Stores,
  application: Application,
  attempt: Attempt,
  openId: string,
): Promise<SideEffects> {
  const text = messageFor(textsOf(application, attempt.language), askedPurpose(attempt), "undone");
  if (attempt.purpose === "link") return replyWithText(text, await unlink(stores, attempt, openId));
  if (attempt.purpose === "administer") return replyWithText(text, await leaveConsole(stores, attempt));
  const ended = await endAttemptSession(stores, attempt, openId);
  return replyWithText(text, merge(ended, await removeGivenIdentity(stores, attempt, openId)));
}

/** “Not me” ends all console sessions of the person's account. */
async function leaveConsole({ consoleSessions }: Stores, { accountId }: Attempt): Promise<SideEffects> {
  if (accountId !== undefined) await consoleSessions.endOf(accountId);
  return {};
}

async function endAttemptSession(stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> {
  const session = await (attempt.purpose === "prove"
    ? requestingSessionOf(stores, attempt)
    : sessionSignedInBy(stores, attempt));
  const ended = session !== undefined && (await stores.sessions.end(session.id, "undone", stores.now));
  const data = { appid: attempt.appid, openId, attemptId: attempt.id, sessionId: session?.id ?? "" };
  await forgetAnnounced(stores, attempt, openId);
  return { events: ended ? [{ name: "undone", data }] : [] };
}

/** Deletes what this WeChat approved for the session that ends. */
async function forgetAnnounced(stores: Stores, { sessionId, purpose, appid }: Attempt, openId: string): Promise<void> {
  const identity = purpose === "prove" ? await stores.accounts.identity(appid, openId) : undefined;
  if (!identity || sessionId === undefined) return;
  for (const change of await stores.accountChanges.of(identity.accountId)) {
    const isIts = change.sessionId === sessionId && change.by.appid === appid && change.by.openId === openId;
    if (!isIts || !(await stores.accountChanges.end(change.id, "withdrawn", stores.now))) continue;
    await stores.notices.forgetChange(change.accountId, change.id);
  }
}

/**
 * The person of a WeChat decides in the end: also if the account has no other identity, or removed this one itself and
 * could have restored it.
 */
const unlink = async (stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> =>
  attempt.newcomer ? removeGivenIdentity(stores, attempt, openId) : {};

/** Removes what this attempt added of the WeChat, by a link or by a typed phone. */
async function removeGivenIdentity(stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> {
  const { appid, accountId = "" } = attempt;
  await stores.accounts.takeRemoved(accountId, appid, openId, 0);
  const identity = await stores.accounts.identity(appid, openId);
  if (!identity || !(await isLinkedBy(stores, attempt))) return {};
  // The account keeps the identities of this WeChat that it had before.
  const came = (await identitiesOfWechat(stores, identity)).filter((one) => isAsOld(identity, one));
  return removeIdentities(stores, came, { by: "person" });
}
