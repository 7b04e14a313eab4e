import type { Identity } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { marksOf } from "../transition/resolve-identity.ts";
import { dryRunnable } from "./dry-run.ts";

/** A person's openid at the old account and at the new one (公众号迁移). */
export interface OpenIdMigration {
  readonly from: string;
  readonly to: string;
}

/** `unknown`: no account has the old openId. A conflict names both accounts, and leaves both as they are. */
export type OpenIdMigrationResult =
  | "added"
  | "same"
  | "unknown"
  | { readonly conflict: { readonly accountId: string; readonly otherAccountId: string } };

export interface IdentityMove {
  /** The old appid, which need not be configured any more, and the new one. */
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  /** The actor for the audit, which has one line for the whole migration. */
  readonly actor?: string;
}

/**
 * Adds to accounts the identities that their people have at the new source, in one transaction. The old identities and
 * their sessions stay.
 */
export async function migrateOpenId(
  setup: LoginContext,
  people: readonly OpenIdMigration[],
  move: IdentityMove,
): Promise<OpenIdMigrationResult[]> {
  return dryRunnable(setup.store, move.dryRun, async (stores) => {
    const results: OpenIdMigrationResult[] = [];
    for (const one of people) results.push(await moveIdentity(setup, stores, one, move));
    await noteMigration(stores, results, move);
    return results;
  });
}

async function noteMigration(
  { audit, now }: Stores,
  results: readonly OpenIdMigrationResult[],
  { from, to, actor = "application" }: IdentityMove,
): Promise<void> {
  const added = results.filter((one) => one === "added").length;
  const entry = { actor, action: "identities.migrated", target: to } as const;
  if (added > 0) await audit.append({ ...entry, before: { appid: from }, after: { added } }, now);
}

async function moveIdentity(
  { sources }: LoginContext,
  { accounts }: Stores,
  { from, to }: OpenIdMigration,
  { from: oldAppid, to: appid }: IdentityMove,
): Promise<OpenIdMigrationResult> {
  const old = await accounts.identity(oldAppid, from);
  if (!old) return "unknown";
  const { accountId } = old;
  const there = await accounts.identity(appid, to);
  if (there && there.accountId !== accountId) return { conflict: { accountId, otherAccountId: there.accountId } };
  if (there) return "same";
  const union = unionOf(old, sources.get(appid)?.platform);
  await accounts.addIdentity({ appid, openId: to, accountId, ...marksOf(old), ...union });
  return "added";
}

/** A unionId is valid only within one platform. */
const unionOf = ({ platform, unionId }: Identity, at: string | undefined): Pick<Identity, "platform" | "unionId"> =>
  platform !== undefined && platform === at && unionId !== undefined ? { platform, unionId } : {};
