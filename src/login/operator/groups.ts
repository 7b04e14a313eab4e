import type { Session } from "../../domain/session.ts";
import type { Application, LoginContext } from "../context.ts";
import { isShared } from "../transition/single-sign-on.ts";
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
 * access. A session that several applications share stays valid where the account is still admitted; the clients of the
 * others are notified, and their grants and tokens end. Returns false if it was not in the group.
 */
export async function removeFromGroup(
  { store, applications }: LoginContext,
  { accountId, group }: Membership,
  { actor }: By,
): Promise<boolean> {
  const live = await store.read.liveSessionsOf(accountId, store.now(), most);
  return store.transact(async ({ groups, sessions, oidcRecords, clientLogouts, audit, now }) => {
    if (!(await groups.remove(group, accountId))) return false;
    const left = await groups.of(accountId);
    const isClosed = ({ access }: Pick<Application, "access">) =>
      access !== undefined && !access.some((one) => left.includes(one));
    // A shared session goes on, and would carry its grants to the person's return.
    for (const { id } of [...applications.values()].filter(isClosed)) await oidcRecords.revokeAll(accountId, id);
    for (const session of live) {
      const places = placesOf({ applications }, session);
      const closed = places.filter(isClosed);
      if (closed.length === places.length) await sessions.end(session.id, "operator", now);
      else for (const { id } of closed) await clientLogouts.note({ sessionId: session.id, applicationId: id }, now);
    }
    await audit.append({ actor, action: "group.removed", accountId, target: group }, now);
    return true;
  });
}

/** The applications at which a session is valid. A session with tokens is valid only at its own application. */
const placesOf = (
  { applications }: Pick<LoginContext, "applications">,
  { applicationId, refresh }: Session,
): readonly Pick<Application, "id" | "access">[] =>
  [...applications.values()].filter(({ id }) =>
    refresh === undefined ? isShared({ applications }, applicationId, id) : id === applicationId,
  );
