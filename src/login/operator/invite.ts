// Invitations of the operator: created, in force at once or after a day, and cancelled.
import { spaced } from "../../domain/chat-code.ts";
import { SaomaError } from "../../domain/errors.ts";
import {
  hashInvitation,
  type InvitationTimes,
  invitationLifetime,
  invitationWait,
  newInvitationCode,
} from "../../domain/invitation.ts";
import type { Stores } from "../../ports/store.ts";
import { stopChange } from "../accounts/announce.ts";
import { announcedInvitation, announceInvitation, endAnnouncement, timesIn } from "../accounts/announce-invitation.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import type { SideEffects } from "../transition/effect.ts";
import { transactAndSend } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/** An invitation. Its code is returned only here. Times are milliseconds since the epoch. */
export interface NewInvitation {
  /** The code as people read it: `K7QM-2XZT-9FPA`. */
  readonly code: string;
  /** From when on the code can be used. */
  readonly validFrom: number;
  readonly expiresAt: number;
}

/** Who creates an invitation, and how. */
export interface InvitedBy extends By {
  /**
   * Whether it comes into force after 24 hours only, so that the account's people may cancel it until then. Default: at
   * once.
   */
  readonly waits?: boolean;
}

/**
 * Creates an invitation, by which one new WeChat can be added to the account. It replaces an earlier one. Returns
 * undefined if there is no such account. The account's people are notified.
 * @throws {SaomaError} `account_suspended` for one that waits: whoever is suspended could not object on a page.
 */
export async function invite(
  setup: LoginContext,
  accountId: string,
  { actor, waits = false }: InvitedBy,
): Promise<NewInvitation | undefined> {
  const code = newInvitationCode(setup.random);
  const { times } = await transactAndSend(setup, async (stores) => {
    const { accounts, invitations, audit, now } = stores;
    const account = await accounts.get(accountId);
    if (!account) return { times: undefined, effect: {} };
    if (waits && account.suspendedAt !== undefined) throw new SaomaError("account_suspended");
    const validFrom = waits ? now + invitationWait : now;
    const times = { validFrom, expiresAt: validFrom + invitationLifetime };
    await endAnnouncement(stores, accountId, "void");
    await invitations.insert({ hash: hashInvitation(setup.key, code), accountId, createdAt: now, ...times });
    await audit.append({ actor, action: "account.invited", accountId, after: times }, now);
    const told = waits
      ? announceInvitation(setup, stores, accountId, validFrom)
      : notify(setup, stores, { kind: "invited", accountId });
    return { times, effect: await told };
  });
  return times && { code: spaced(code), ...times };
}

/**
 * Cancels the account's unused invitation, in force or not yet; its people are notified. Returns false if there is none,
 * undefined if there is no such account.
 */
export async function cancelInvitation(
  setup: LoginContext,
  accountId: string,
  { actor }: By,
): Promise<boolean | undefined> {
  const { isDone } = await transactAndSend(setup, async (stores) => {
    if (!(await stores.accounts.get(accountId))) return { isDone: undefined, effect: {} };
    const effect = await cancelUnused(setup, stores, accountId, actor);
    return { isDone: effect !== undefined, effect: effect ?? {} };
  });
  return isDone;
}

/** Cancels the account's unused invitation, and tells its people. Undefined if there is none. */
async function cancelUnused(
  setup: LoginContext,
  stores: Stores,
  accountId: string,
  actor: string,
): Promise<SideEffects | undefined> {
  const { invitations, audit, now } = stores;
  const invitation = await invitations.of(accountId, now);
  if (!invitation) return undefined;
  await invitations.cancel(accountId, now);
  await audit.append({ actor, action: "invitation.cancelled", accountId, before: timesIn(invitation) }, now);
  const change = await announcedInvitation(stores, accountId);
  if (change) return stopChange(setup, stores, change, "withdrawn");
  return notify(setup, stores, { kind: "change_stopped", accountId });
}

/** Cancels an invitation that still waits, because whoever is suspended could not object to it on a page. */
export async function cancelWaiting(
  setup: LoginContext,
  stores: Stores,
  accountId: string,
  { actor }: By,
): Promise<SideEffects> {
  const waits = await announcedInvitation(stores, accountId);
  return waits ? ((await cancelUnused(setup, stores, accountId, actor)) ?? {}) : {};
}

/** The account's unused invitation, in force or not yet, without its code. */
export const invitationOf = ({ store }: LoginContext, accountId: string): Promise<InvitationTimes | undefined> =>
  store.read.invitationOf(accountId, store.now());
