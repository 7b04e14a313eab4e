import type { Identity } from "../domain/account.ts";
import type { Stores } from "../ports/store.ts";
import { rehearsable } from "./rehearse.ts";
import type { Setup } from "./setup.ts";

/** What WeChat calls somebody at one account and at the one that took its place (公众号迁移). */
export interface Renumbering {
  readonly from: string;
  readonly to: string;
}

/** `unknown`: nobody here has the old openId. A conflict names both accounts, and leaves both as they are. */
export type Renumbered =
  | "added"
  | "same"
  | "unknown"
  | { readonly conflict: { readonly accountId: string; readonly otherAccountId: string } };

export interface Move {
  /** The old appid, which need not be configured any more, and the new one. */
  readonly from: string;
  readonly to: string;
  readonly rehearse: boolean;
}

/**
 * Gives accounts the identities that their people have at the new source, in one transaction. The old ones stay, with
 * the sessions that they signed in.
 */
export async function renumber(setup: Setup, people: readonly Renumbering[], move: Move): Promise<Renumbered[]> {
  return rehearsable(setup.store, move.rehearse, async (stores) => {
    const results: Renumbered[] = [];
    for (const one of people) results.push(await carry(setup, stores, one, move));
    return results;
  });
}

async function carry(
  { sources }: Setup,
  { accounts }: Stores,
  { from, to }: Renumbering,
  { from: oldAppid, to: appid }: Move,
): Promise<Renumbered> {
  const old = await accounts.identity(oldAppid, from);
  if (!old) return "unknown";
  const { accountId } = old;
  const there = await accounts.identity(appid, to);
  if (there && there.accountId !== accountId) return { conflict: { accountId, otherAccountId: there.accountId } };
  if (there) return "same";
  await accounts.addIdentity({ appid, openId: to, accountId, ...unionOf(old, sources.get(appid)?.platform) });
  return "added";
}

/** A unionId is the same at every source of one platform, and at no other. */
const unionOf = ({ platform, unionId }: Identity, at: string | undefined): Pick<Identity, "platform" | "unionId"> =>
  platform !== undefined && platform === at && unionId !== undefined ? { platform, unionId } : {};
