import type { Attempt } from "../../domain/attempt.ts";
import { isLive, type Session } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import { requestingSessionOf } from "./requesting-session.ts";

/** Whether the result of an attempt is still in effect, so that it can be undone. */
export async function isStillValid(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "administer") return attempt.status === "redeemed";
  if (attempt.purpose === "prove") return (await requestingSessionOf(stores, attempt)) !== undefined;
  if (attempt.purpose === "link") return !attempt.newcomer || (await isLinkedBy(stores, attempt));
  const session = await sessionSignedInBy(stores, attempt);
  return session !== undefined && isLive(session, stores.now);
}

/** Whether the result of an attempt has been undone. */
export async function isUndone(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "link") return !(await isStillValid(stores, attempt));
  return (await sessionSignedInBy(stores, attempt))?.end === "undone";
}

/** The session of an attempt, ended or not: the one that it opened, that it renewed, or that requested it. */
export const sessionSignedInBy = ({ sessions }: Stores, { id, sessionId }: Attempt): Promise<Session | undefined> =>
  sessionId === undefined ? sessions.byAttempt(id) : sessions.get(sessionId);

/** Whether this attempt added its identity to the account. */
export async function isLinkedBy({ accounts }: Stores, { id, appid, openId = "" }: Attempt): Promise<boolean> {
  return (await accounts.identity(appid, openId))?.linkedBy === id;
}
