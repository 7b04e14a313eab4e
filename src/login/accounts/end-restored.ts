import type { PastEnded } from "../../ports/people.ts";
import type { Store } from "../../ports/store.ts";

/**
 * Ends everything in a restored backup that may have ended since the backup was made: a sign-out, a “not me” or a
 * removed WeChat must not be reversed by the restore. Accounts stay; people sign in again.
 */
export const invalidateAfterRestore = (store: Store): Promise<PastEnded> =>
  store.transact(async ({ past, audit, now }) => {
    const ended = await past.end(now);
    const after = { sessionsEnded: ended.sessions, attemptsEnded: ended.attempts };
    await audit.append({ actor: "command line", action: "database.restored", after }, now);
    return ended;
  });
