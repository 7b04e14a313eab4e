import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { transactAndPublish } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";
import { cancelWaiting } from "./invite.ts";

/**
 * Suspends an account: its sessions end, with everything that was issued under them, its browsers are forgotten, and
 * nobody is signed in to it. An invitation that waits is cancelled. Returns false if it is suspended already, undefined if there is no such account.
 */
export const suspend = (setup: LoginContext, accountId: string, by: By): Promise<boolean | undefined> =>
  change(setup, accountId, async (stores) => {
    if (!(await stores.accounts.setSuspended(accountId, stores.now))) return undefined;
    const sessionsEnded = await stores.sessions.endOfAccount(accountId, "operator", stores.now);
    // Otherwise it would come back with the end of the suspension.
    await stores.consoleSessions.endOf(accountId);
    await stores.browsers.forgetAll(accountId);
    await note(stores, accountId, by, true);
    const cancelled = await cancelWaiting(setup, stores, accountId, by);
    return merge({ events: [{ name: "suspended", data: { accountId, sessionsEnded } }] }, cancelled);
  });

/** Lifts a suspension: its people can sign in again. Returns false if there is none, undefined if no such account. */
export const unsuspend = (setup: LoginContext, accountId: string, by: By): Promise<boolean | undefined> =>
  change(setup, accountId, async (stores) => {
    if (!(await stores.accounts.setSuspended(accountId, undefined))) return undefined;
    await note(stores, accountId, by, false);
    return { events: [{ name: "unsuspended", data: { accountId } }] };
  });

async function change(
  setup: LoginContext,
  accountId: string,
  act: (stores: Stores) => Promise<SideEffects | undefined>,
): Promise<boolean | undefined> {
  const { changed } = await transactAndPublish(setup, async (stores) => {
    if (!(await stores.accounts.get(accountId))) return { changed: undefined, effect: {} };
    const effect = await act(stores);
    return { changed: effect !== undefined, effect: effect ?? {} };
  });
  return changed;
}

const note = ({ audit, now }: Stores, accountId: string, { actor }: By, suspended: boolean): Promise<void> =>
  audit.append(
    {
      actor,
      action: suspended ? "account.suspended" : "account.unsuspended",
      accountId,
      before: { suspended: !suspended },
      after: { suspended },
    },
    now,
  );
