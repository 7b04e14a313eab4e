// Carries out announced changes that are due.

import { identityId } from "../../domain/account.ts";
import { type AccountChange, isByOperator } from "../../domain/account-change.ts";
import { SaomaError } from "../../domain/errors.ts";
import { masked } from "../../ports/log.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { merge, type SideEffects } from "../transition/effect.ts";
import { isSpare, removeWechat } from "../transition/remove-wechat.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { erase } from "./admin.ts";
import { changeNotice, stopChange } from "./announce.ts";

/** The most changes that one call carries out. */
const most = 100;

/**
 * Carries out the due changes that nobody objected to. Each has its own transaction, which checks all conditions again.
 * Returns how many were carried out. A failed change is logged and retried by the next sweep.
 */
export async function carryOutDue(setup: LoginContext): Promise<number> {
  let done = 0;
  for (const id of await setup.store.read.dueChanges(setup.store.now(), most)) {
    try {
      if (await carryOut(setup, id)) done += 1;
    } catch (error) {
      setup.log.error({ err: error }, "an announced change of an account could not be made; it will be retried");
    }
  }
  return done;
}

const nothing = { change: undefined, isDone: false, effect: {} };

async function carryOut(setup: LoginContext, id: string): Promise<boolean> {
  const { change, isDone } = await transactAndPublish(setup, async (stores) => {
    const change = await stores.accountChanges.get(id);
    if (!change || change.endedAt !== undefined || change.dueAt > stores.now) return nothing;
    if (!(await isPossible(stores, change))) {
      return { change, isDone: false, effect: await stopChange(setup, stores, change, "void") };
    }
    if (!(await stores.accountChanges.end(id, "done", stores.now))) throw lost(id);
    await stores.notices.forgetChange(change.accountId, id);
    return { change, isDone: true, effect: await acts[change.action](setup, stores, change) };
  });
  if (!change) return false;
  const about = { account: masked(change.accountId), change: change.action };
  setup.log.info(about, isDone ? "an announced change was made" : "an announced change had nothing left to do");
  if (isDone && change.action === "delete") await setup.store.scrub({ rewrite: true });
  return isDone;
}

const lost = (id: string) =>
  new SaomaError("store_unavailable", { detail: `change ${id} ended during its transaction` });

/** Whether the announcing identity still belongs to the account, neither is lost or suspended, and the change still has an effect. */
async function isPossible(stores: Stores, { action, accountId, by, about, phone }: AccountChange) {
  const { accounts, invitations, now } = stores;
  // Whoever is suspended could delete the account, and come again as a newcomer.
  if ((await accounts.get(accountId))?.suspendedAt !== undefined) return false;
  if (action === "invite") return (await invitations.of(accountId, now)) !== undefined;
  const announcer = await accounts.identity(by.appid, by.openId);
  const isGone = announcer?.accountId !== accountId || announcer.lostAt !== undefined;
  if (isGone && !isByOperator({ by })) return false;
  if (action === "delete") return true;
  if (action === "phone") {
    const owner = await accounts.byPhone(phone ?? "");
    return owner === undefined || owner.id === accountId;
  }
  const removed = about && (await accounts.identity(about.appid, about.openId));
  return removed?.accountId === accountId && isSpare({ accounts }, removed);
}

type CarryOut = (setup: LoginContext, stores: Stores, change: AccountChange) => Promise<SideEffects>;

const acts: Readonly<Record<AccountChange["action"], CarryOut>> = {
  async remove(setup, stores, change) {
    const { about, accountId } = change;
    const { audit, now } = stores;
    const identity = about && (await stores.accounts.identity(about.appid, about.openId));
    if (!identity) throw lost(change.id);
    if (identity.accountId !== accountId || !(await isSpare(stores, identity))) throw lost(change.id);
    if (isByOperator(change)) {
      const target = identityId(setup.key, identity);
      await audit.append({ actor: "saoma", action: "identity.removed", accountId, target }, now);
    }
    const ended = await removeWechat(stores, identity, { by: "account", isRestorable: true });
    const told = await notify(setup, stores, { ...changeNotice(change), kind: "identity_removed" });
    return merge(ended, told);
  },
  async delete(_setup, stores, { accountId }) {
    return (await erase(stores, accountId, "person")).effect;
  },
  async phone(setup, stores, change) {
    const { id, accountId, phone = "" } = change;
    const account = await stores.accounts.get(accountId);
    if (!account || !(await stores.accounts.setPhone(accountId, phone))) throw lost(id);
    await stores.accountChanges.noteFormerPhone(id, account.phone ?? null);
    return notify(setup, stores, { ...changeNotice(change), kind: "phone_changed" });
  },
  // The store lets its code in by the time alone, so nothing is written.
  invite: (setup, stores, { accountId }) => notify(setup, stores, { kind: "invited", accountId }),
};
