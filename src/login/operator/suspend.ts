import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { transactAndPublish } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/**
 * Suspends an account: its sessions end, with everything that was issued under them, its browsers are forgotten, and
 * nobody is signed in to it. Returns false if it is suspended already, undefined if there is no such account.
 */
export const suspend = (setup: LoginContext, accountId: string, by: By): Promise<boolean | undefined> =>
  change(setup, accountId, async (stores) => {
    if (!(await stores.accounts.setSuspended(accountId, stores.now))) return undefined;
    const sessionsEnded = await stores.sessions.endOfAccount(accountId, "operator", stores.now);
    // Otherwise it would come back with the end of the suspension.
    await stores.consoleSessions.endOf(accountId);
    await stores.browsers.forgetAll(accountId);
    await note(stores, accountId, by, true);
    return { name: "suspended", data: { accountId, sessionsEnded } };
  });

/** Lifts a suspension: its people can sign in again. Returns false if there is none, undefined if no such account. */
export const unsuspend = (setup: LoginContext, accountId: string, by: By): Promise<boolean | undefined> =>
  change(setup, accountId, async (stores) => {
    if (!(await stores.accounts.setSuspended(accountId, undefined))) return undefined;
    await note(stores, accountId, by, false);
    return { name: "unsuspended", data: { accountId } };
  });

async function change(
  setup: LoginContext,
  accountId: string,
  act: (stores: Stores) => Promise<LoginEvent | undefined>,
): Promise<boolean | undefined> {
  const { changed } = await transactAndPublish(setup, async (stores) => {
    if (!(await stores.accounts.get(accountId))) return { changed: undefined, effect: {} };
    const event = await act(stores);
    return { changed: event !== undefined, effect: event ? { events: [event] } : {} };
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
