import type { Attempt } from "../../domain/attempt.ts";
import { isLive } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import { requestingSessionOf } from "./requesting-session.ts";

/** Whether what came of an attempt still stands, so that there is something to take back. */
export async function isStillValid(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "prove") return (await requestingSessionOf(stores, attempt)) !== undefined;
  if (attempt.purpose === "link") return !attempt.newcomer || (await isLinkedBy(stores, attempt));
  const session = await stores.sessions.byAttempt(attempt.id);
  return session !== undefined && isLive(session, stores.now);
}

/** Whether somebody has taken back what came of an attempt. */
export async function isUndone(stores: Stores, attempt: Attempt): Promise<boolean> {
  if (attempt.purpose === "link") return !(await isStillValid(stores, attempt));
  const { sessionId } = attempt;
  const session =
    sessionId === undefined ? await stores.sessions.byAttempt(attempt.id) : await stores.sessions.get(sessionId);
  return session?.end === "undone";
}

/** Whether the account has its identity by this attempt. */
export async function isLinkedBy({ accounts }: Stores, { id, appid, openId = "" }: Attempt): Promise<boolean> {
  return (await accounts.identity(appid, openId))?.linkedBy === id;
}
