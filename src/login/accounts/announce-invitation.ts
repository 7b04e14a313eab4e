// An invitation that comes into force later is an announced change: the account's people may object until then.
import { randomToken } from "../../base/bytes.ts";
import { type AccountChange, announcedAs, byOperator, type ChangeEnd } from "../../domain/account-change.ts";
import type { InvitationTimes } from "../../domain/invitation.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import type { SideEffects } from "../transition/effect.ts";

/** Announces the account's invitation. Whoever is one of its people now may object until `dueAt`. */
export async function announceInvitation(
  setup: LoginContext,
  stores: Stores,
  accountId: string,
  dueAt: number,
): Promise<SideEffects> {
  const id = randomToken(setup.random, 16);
  const times = { announcedAt: stores.now, byLinkedAt: stores.now, dueAt };
  await stores.accountChanges.insert({ id, accountId, action: "invite", ...byOperator, ...times });
  return notify(setup, stores, { kind: announcedAs.invite, accountId, changeId: id, dueAt });
}

/** The open announcement of the account's invitation. */
export const announcedInvitation = async (
  { accountChanges }: Stores,
  accountId: string,
): Promise<AccountChange | undefined> =>
  (await accountChanges.of(accountId)).find(({ action, endedAt }) => action === "invite" && endedAt === undefined);

/** Ends the announcement of an invitation that was used, or replaced by another one. Nobody is told. */
export async function endAnnouncement(stores: Stores, accountId: string, how: "done" | "void"): Promise<void> {
  const change = await announcedInvitation(stores, accountId);
  if (!change || !(await stores.accountChanges.end(change.id, how, stores.now))) return;
  await stores.notices.forgetChange(accountId, change.id);
}

/** Forgets the invitation of a stopped change. What the operator does is in the audit already. */
export async function cancelAnnounced(
  { invitations, audit, now }: Stores,
  { accountId }: AccountChange,
  how: ChangeEnd,
): Promise<void> {
  const before = await invitations.of(accountId, now);
  await invitations.cancel(accountId, now);
  if (how === "withdrawn" || !before) return;
  const actor = how === "objected" ? "person" : "saoma";
  await audit.append({ actor, action: "invitation.cancelled", accountId, before: timesIn(before) }, now);
}

/** The times of an invitation, for the audit. */
export const timesIn = ({ validFrom, expiresAt }: InvitationTimes) => ({ validFrom, expiresAt });
