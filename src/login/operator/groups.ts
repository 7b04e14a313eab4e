import type { LoginContext } from "../context.ts";
import type { By } from "./end-sessions.ts";

/** More live sessions than anybody has; each look at one asks again whether its person may enter. */
const most = 1_000;

/** An account and a group of the operator's. */
export interface Membership {
  readonly accountId: string;
  readonly group: string;
}

/** Puts an account into a group; false where it is in it, undefined where there is no such account. */
export const addToGroup = ({ store }: LoginContext, { accountId, group }: Membership, { actor }: By) =>
  store.transact(async ({ accounts, groups, audit, now }): Promise<boolean | undefined> => {
    if (!(await accounts.get(accountId))) return undefined;
    if (!(await groups.add(group, accountId, now))) return false;
    await audit.append({ actor, action: "group.added", accountId, target: group }, now);
    return true;
  });

/**
 * Takes an account out of a group, and ends its sessions at applications that are for none of its other groups; false
 * where it was not in it.
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
