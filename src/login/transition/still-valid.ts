import type { Attempt } from "../../domain/attempt.ts";
import { isLive } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import { requestingSessionOf } from "./requesting-session.ts";

/** Whether the result of an attempt is still in effect, so that it can be undone. */
export async function isStillValid(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "prove") return (await requestingSessionOf(stores, attempt)) !== undefined;
  if (attempt.purpose === "link") return !attempt.newcomer || (await isLinkedBy(stores, attempt));
  const session = await stores.sessions.byAttempt(attempt.id);
  return session !== undefined && isLive(session, stores.now);
}

/** Whether the result of an attempt has been undone. */
export async function isUndone(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "link") return !(await isStillValid(stores, attempt));
  const { sessionId } = attempt;
  const session =
    sessionId === undefined ? await stores.sessions.byAttempt(attempt.id) : await stores.sessions.get(sessionId);
  return session?.end === "undone";
}

/** Whether this attempt added its identity to the account. */
export async function isLinkedBy({ accounts }: Stores, { id, appid, openId = "" }: Attempt): Promise<boolean> {
  return (await accounts.identity(appid, openId))?.linkedBy === id;
}
