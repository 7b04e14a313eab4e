// Marks a WeChat as lost, or as found again.
import { type Identity, identityId, isMuted, isSameWechat } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { notify } from "../notices/notify.ts";
import { declineOpen } from "../transition/decline-open.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { transactAndSend } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/** The change of a WeChat's mark: lost, or found again. */
export type LostMark = "lost" | "found";

/** Who marks a WeChat, and how. */
export interface MarkedBy extends By {
  readonly mark: LostMark;
  /**
   * Whether a lost WeChat also loses its say about announced changes: for the command line, which no stolen key or
   * administrator's browser reaches. Default: it may object, and hears of them.
   */
  readonly mutes?: boolean;
}

/**
 * Marks a WeChat of an account as lost, with all of its identities there, or removes the mark. A lost WeChat cannot
 * sign in or approve anything; its sessions end, the account's browsers are forgotten, and whoever
 * entered the console by the account is out.
 * Returns false if the account does not have it; marking it again changes nothing.
 */
export async function markWechat(
  setup: LoginContext,
  accountId: string,
  id: string,
  { actor, mark, mutes = false }: MarkedBy,
): Promise<boolean> {
  const { isKnown } = await transactAndSend(setup, async (stores) => {
    const all = await stores.accounts.identitiesOf(accountId);
    const named = all.find((one) => identityId(setup.key, one) === id);
    if (!named) return { isKnown: false, effect: {} };
    const isNew = (one: Identity) =>
      (one.lostAt !== undefined) !== (mark === "lost") || (mark === "lost" && mutes && !isMuted(one));
    const changed = all.filter((one) => isSameWechat(one, named) && isNew(one));
    if (changed.length === 0) return { isKnown: true, effect: {} };
    const entry = { actor, action: `identity.${mark}`, accountId, target: id } as const;
    await stores.audit.append(
      {
        ...entry,
        before: { lost: named.lostAt !== undefined },
        after: { lost: mark === "lost", ...(mark === "lost" && mutes ? { mutes } : {}) },
      },
      stores.now,
    );
    const effect = await (mark === "lost" ? lose(setup, stores, named, changed, mutes) : find(stores, changed));
    return { isKnown: true, effect };
  });
  return isKnown;
}

/** Notifies the account's other people, but not the lost WeChat. */
async function lose(
  setup: LoginContext,
  stores: Stores,
  named: Identity,
  identities: readonly Identity[],
  mutes: boolean,
): Promise<SideEffects> {
  const hints: string[] = [];
  const events: LoginEvent[] = [];
  for (const { accountId, appid, openId, lostAt = stores.now } of identities) {
    await stores.accounts.setLost(accountId, appid, openId, lostAt, mutes ? stores.now : undefined);
    hints.push(...(await declineOpen(stores, appid, openId, { reason: "wechat_lost" })));
    await stores.browsers.forgetAll(accountId);
    await stores.consoleSessions.endOf(accountId);
    const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "operator", stores.now);
    events.push({ name: "lost", data: { appid, openId, accountId, sessionsEnded } });
  }
  const { accountId, appid, openId } = named;
  const told = await notify(setup, stores, { kind: "identity_lost", accountId, about: { appid, openId } });
  return merge({ hints, events }, told);
}

async function find(stores: Stores, identities: readonly Identity[]): Promise<SideEffects> {
  const events: LoginEvent[] = [];
  for (const { accountId, appid, openId } of identities) {
    await stores.accounts.setLost(accountId, appid, openId, undefined);
    events.push({ name: "found", data: { appid, openId, accountId } });
  }
  return { events };
}
