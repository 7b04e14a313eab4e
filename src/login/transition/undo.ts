import type { Identity } from "../../domain/account.ts";
import { type Attempt, askedPurpose } from "../../domain/attempt.ts";
import type { Stores } from "../../ports/store.ts";
import { type Application, textsOf } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { declineOpen } from "../push/follow.ts";
import { merge, replyWithText, type SideEffects } from "./effect.ts";
import { messageFor } from "./prompt-texts.ts";
import { requestingSessionOf } from "./requesting-session.ts";
import { isLinkedBy } from "./still-valid.ts";

/**
 * Takes back what came of an attempt: its session ends, and the identity that it gave to an account is nobody's again.
 */
export async function undo(
  stores: Stores,
  application: Application,
  attempt: Attempt,
  openId: string,
): Promise<SideEffects> {
  const text = messageFor(textsOf(application, attempt.language), askedPurpose(attempt), "undone");
  if (attempt.purpose === "link") return replyWithText(text, await unlink(stores, attempt, openId));
  const ended = await endAttemptSession(stores, attempt, openId);
  return replyWithText(text, merge(ended, await removeGivenIdentity(stores, attempt, openId)));
}

async function endAttemptSession(stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> {
  const session = await (attempt.purpose === "prove"
    ? requestingSessionOf(stores, attempt)
    : stores.sessions.byAttempt(attempt.id));
  const ended = session !== undefined && (await stores.sessions.end(session.id, "undone", stores.now));
  const data = { appid: attempt.appid, openId, attemptId: attempt.id, sessionId: session?.id ?? "" };
  await forgetAnnounced(stores, attempt, openId);
  return { events: ended ? [{ name: "undone", data }] : [] };
}

/** What this WeChat approved for the session that it ends is not wanted either. */
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
 * Its person has the last word: also where the account has no other identity, and where it took this one off itself
 * and could have had it back.
 */
const unlink = async (stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> =>
  attempt.newcomer ? removeGivenIdentity(stores, attempt, openId) : {};

/** Takes the identity off the account where this attempt gave it: by a link, or by a phone that was typed in. */
async function removeGivenIdentity(stores: Stores, attempt: Attempt, openId: string): Promise<SideEffects> {
  const { appid, accountId = "" } = attempt;
  await stores.accounts.takeRemoved(accountId, appid, openId, 0);
  if (!(await isLinkedBy(stores, attempt))) return {};
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "person");
}

/** Ends the open changes that this identity announced, and those that were announced of it. */
async function voidChangesOf(
  { accountChanges, notices, now }: Stores,
  gone: Pick<Identity, "appid" | "openId" | "accountId">,
): Promise<void> {
  for (const change of await accountChanges.of(gone.accountId)) {
    const isIts = [change.by, change.about].some((one) => one?.appid === gone.appid && one.openId === gone.openId);
    if (isIts && (await accountChanges.end(change.id, "void", now)))
      await notices.forgetChange(gone.accountId, change.id);
  }
}

/**
 * Ends what an identity that was taken off has signed in, has announced, and is about to do. Which browsers it had signed in is
 * not known any more: all of the account's are asked again, or whoever had that WeChat would keep one that is not.
 * `except` is the attempt by which its person goes on.
 */
export async function signOutIdentity(
  stores: Stores,
  person: Pick<Identity, "appid" | "openId" | "accountId">,
  by: Extract<LoginEvent, { name: "unlinked" }>["data"]["by"],
  except?: string,
): Promise<SideEffects> {
  const { appid, openId } = person;
  const hints = await declineOpen(stores, appid, openId, except);
  await voidChangesOf(stores, person);
  await stores.browsers.forgetAll(person.accountId);
  const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "unlinked", stores.now);
  return { hints, events: [{ name: "unlinked", data: { ...person, by, sessionsEnded } }] };
}
