import type { PastEnded, Store } from "../../ports/store.ts";

/**
 * Ends, in a restored backup, whatever may have ended since it was made: who signed out, said "not me" or took a WeChat
 * off must not find it undone. People sign in again, and are who they were.
 */
export const invalidateAfterRestore = (store: Store): Promise<PastEnded> =>
  store.transact(({ past, now }) => past.end(now));
