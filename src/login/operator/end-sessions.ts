import { isLive } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";

/** The actor, as it is written to the audit. */
export interface By {
  readonly actor: string;
}

/**
 * Ends every session of an account, in the console too, and forgets its known browsers: the next sign-in in them asks
 * for a confirmation. Returns how many ended; undefined if there is no such account.
 */
export function endSessionsOf({ store }: LoginContext, accountId: string, { actor }: By): Promise<number | undefined> {
  return store.transact(async ({ accounts, sessions, consoleSessions, browsers, audit, now }) => {
    if (!(await accounts.get(accountId))) return undefined;
    const ended = await sessions.endOfAccount(accountId, "operator", now);
    await consoleSessions.endOf(accountId);
    await browsers.forgetAll(accountId);
    const states = { before: { sessions: ended }, after: { sessions: 0 } };
    await audit.append({ actor, action: "sessions.ended", accountId, ...states }, now);
    return ended;
  });
}

/** Ends one session. Returns false if it is not the account's, or has ended before. */
export function endSessionOf({ store }: LoginContext, accountId: string, id: string, { actor }: By): Promise<boolean> {
  return store.transact(async ({ sessions, audit, now }) => {
    const session = await sessions.get(id);
    if (session?.accountId !== accountId || !isLive(session, now)) return false;
    await sessions.end(id, "operator", now);
    const states = { before: { application: session.applicationId, live: true }, after: { live: false } };
    await audit.append({ actor, action: "session.ended", accountId, target: id, ...states }, now);
    return true;
  });
}
