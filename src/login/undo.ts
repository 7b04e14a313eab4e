import type { Attempt } from "../domain/attempt.ts";
import type { Stores } from "../ports/store.ts";
import { askerOf } from "./asking.ts";
import { type Effect, say } from "./effect.ts";
import type { LoginEvent } from "./events.ts";
import { declineOpen } from "./follow.ts";
import { type Application, textsOf } from "./setup.ts";
import { isLinkedBy } from "./stands.ts";
import { wordOf } from "./words.ts";

/** Takes back what came of an attempt: its session ends, or the identity that it added is nobody's again. */
export async function takeBack(
  stores: Stores,
  application: Application,
  attempt: Attempt,
  openId: string,
): Promise<Effect> {
  const text = wordOf(textsOf(application, attempt.language), attempt.purpose, "undone");
  return say(text, await (attempt.purpose === "link" ? unlink : endSession)(stores, attempt, openId));
}

async function endSession(stores: Stores, attempt: Attempt, openId: string): Promise<Effect> {
  const session = await (attempt.purpose === "prove"
    ? askerOf(stores, attempt)
    : stores.sessions.byAttempt(attempt.id));
  const ended = session !== undefined && (await stores.sessions.end(session.id, "undone", stores.now));
  const data = { appid: attempt.appid, openId, attemptId: attempt.id, sessionId: session?.id ?? "" };
  return { events: ended ? [{ name: "undone", data }] : [] };
}

/**
 * Its person has the last word: also where the account has no other identity, and where it took this one off itself
 * and could have had it back.
 */
async function unlink(stores: Stores, attempt: Attempt, openId: string): Promise<Effect> {
  const { appid, accountId = "" } = attempt;
  if (!attempt.newcomer) return {};
  await stores.accounts.takeRemoved(accountId, appid, openId, 0);
  if (!(await isLinkedBy(stores, attempt))) return {};
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "person");
}

/**
 * Ends what an identity that was taken off has signed in, and what it is about to. Which browsers it had signed in is
 * not known any more: all of the account's are asked again, or whoever had that WeChat would keep one that is not.
 */
export async function signOutIdentity(
  stores: Stores,
  person: { readonly appid: string; readonly openId: string; readonly accountId: string },
  by: Extract<LoginEvent, { name: "unlinked" }>["data"]["by"],
): Promise<Effect> {
  const { appid, openId } = person;
  const hints = await declineOpen(stores, appid, openId);
  await stores.browsers.forgetAll(person.accountId);
  const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "unlinked", stores.now);
  return { hints, events: [{ name: "unlinked", data: { ...person, by, sessionsEnded } }] };
}
