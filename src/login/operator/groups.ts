import type { LoginContext } from "../context.ts";
import type { By } from "./end-sessions.ts";

/**
 * The maximum number of sessions that are ended at once. A session beyond it ends at its next use, which checks access
 * again.
 */
const most = 1_000;

/** An account and one of the operator's groups. */
export interface Membership {
  readonly accountId: string;
  readonly group: string;
}

/** Adds an account to a group. Returns false if it is in it already, undefined if there is no such account. */
export const addToGroup = ({ store }: LoginContext, { accountId, group }: Membership, { actor }: By) =>
  store.transact(async ({ accounts, groups, audit, now }): Promise<boolean | undefined> => {
    if (!(await accounts.get(accountId))) return undefined;
    if (!(await groups.add(group, accountId, now))) return false;
    await audit.append({ actor, action: "group.added", accountId, target: group }, now);
    return true;
  });

/**
 * Removes an account from a group, and ends its sessions at applications to which none of its other groups gives
 * access. Returns false if it was not in the group.
 */
export async function removeFromGroup(
  { store, applications }: LoginContext,
  { accountId, group }: Membership,
  { actor }: By,
): Promise<boolean> {
  const live = await store.read.liveSessionsOf(accountId, store.now(), most);
  return store.transact(async ({ groups, sessions, audit, now }) => {
    if (!(await groups.remove(group, accountId))) return false;
    const left = await groups.of(accountId);
    for (const { id, applicationId } of live) {
      const listed = applications.get(applicationId)?.access;
      if (listed && !listed.some((one) => left.includes(one))) await sessions.end(id, "operator", now);
    }
    await audit.append({ actor, action: "group.removed", accountId, target: group }, now);
    return true;
  });
}
