import { restorableFor } from "../domain/account.ts";
import type { Housekeeping } from "../ports/store.ts";
import type { LoginContext } from "./context.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * 60 * minute;

/** How long what is over is kept, in milliseconds: old links are told "expired", late deliveries the same reply. */
export const keepFor = {
  attempts: day,
  inbox: 20 * minute,
  sessions: 30 * day,
  keys: day,
  chatCodes: hour,
  oidcRecords: hour,
  // As long as the longest time over which anything is counted.
  hits: day,
  pictures: 10 * minute,
  phoneBindings: hour,
  miniProgramSessions: 0,
  removedIdentities: restorableFor,
  // Longer than `session.freshFor` may be.
  approvals: 2 * day,
} as const;

/** At most this many rows in one transaction, so that pushes need not wait for a sweep. */
const batch = 500;

/** Forgets what nobody can ask for any more; how many rows. */
export async function sweep({ store }: Pick<LoginContext, "store">): Promise<number> {
  let total = 0;
  for (const room of Object.keys(keepFor) as (keyof Housekeeping)[]) {
    for (let swept = batch; swept === batch; total += swept) {
      swept = await store.transact(({ housekeeping, now }) => housekeeping[room](now - keepFor[room], batch));
    }
  }
  return total;
}
