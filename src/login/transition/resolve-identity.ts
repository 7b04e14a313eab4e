import { type Account, type Identity, type IdentityConflict, isSameWechat } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** A person as a source shows them. */
export type ResolvablePerson = Omit<Identity, "accountId">;

/** A person with the details from this source. */
export function resolvablePerson(
  { sources }: LoginContext,
  appid: string,
  openId: string,
  { unionId }: { readonly unionId?: string },
): ResolvablePerson {
  const platform = unionId === undefined ? undefined : sources.get(appid)?.platform;
  return {
    appid,
    openId,
    ...(platform === undefined ? {} : { platform }),
    ...(unionId === undefined ? {} : { unionId }),
  };
}

export interface ResolvedIdentity {
  readonly account: Account;
  readonly created: boolean;
  /**
   * The same person seems to have two accounts. The conflict is stored for the operator; accounts are never merged
   * here.
   */
  readonly conflict?: IdentityConflict;
}

/**
 * The account of a person: that of their identity; else that of their unionId, by another source of the same platform;
 * else `fresh`. A unionId that arrives later is stored unless another account has it. An identity never changes its
 * account.
 */
export async function resolveIdentity(
  stores: Stores,
  seen: ResolvablePerson,
  fresh: Account,
): Promise<ResolvedIdentity> {
  const known = await stores.accounts.identity(seen.appid, seen.openId);
  if (!known) return addPerson(stores, seen, fresh);
  const conflict = await saveUnionId(stores, known, seen);
  return { ...(await stores.accounts.findOrCreate(seen, fresh)), ...(conflict ? { conflict } : {}) };
}

/** The account that {@link resolveIdentity} would give, if there is one. */
export async function accountIdOf(
  { accounts }: Pick<Stores, "accounts">,
  seen: ResolvablePerson,
): Promise<string | undefined> {
  const known = await accounts.identity(seen.appid, seen.openId);
  return known?.accountId ?? (await owner(accounts, seen));
}

/** Whether the operator suspended the account of this person, by any of their WeChats. */
export async function isSuspended({ accounts }: Pick<Stores, "accounts">, seen: ResolvablePerson): Promise<boolean> {
  const accountId = await accountIdOf({ accounts }, seen);
  return accountId !== undefined && (await accounts.get(accountId))?.suspendedAt !== undefined;
}

/** Whether the operator marked this WeChat as lost, at any of its sources. */
export async function isLost({ accounts }: Pick<Stores, "accounts">, seen: ResolvablePerson): Promise<boolean> {
  const known = await accounts.identity(seen.appid, seen.openId);
  if (known?.lostAt !== undefined) return true;
  const accountId = await accountIdOf({ accounts }, seen);
  if (accountId === undefined) return false;
  const person = { ...seen, ...known };
  return (await accounts.identitiesOf(accountId)).some((one) => one.lostAt !== undefined && isSameWechat(one, person));
}

async function addPerson(stores: Stores, seen: ResolvablePerson, fresh: Account): Promise<ResolvedIdentity> {
  const { accounts, now } = stores;
  const accountId = await owner(accounts, seen);
  const account = accountId === undefined ? undefined : await accounts.get(accountId);
  if (!account) return accounts.findOrCreate(seen, fresh);
  const marks = await marksOfSibling(accounts, account.id, seen);
  // Whom an import names after others have signed in to the account is its youngest.
  const isLate = marks === undefined && account.lastSignInAt !== undefined;
  await accounts.addIdentity({ ...seen, ...(isLate ? { linkedAt: now } : marks), accountId: account.id });
  return { account, created: false };
}

/** Another identity of the same WeChat has the same age and the same lost mark. Undefined if there is none. */
async function marksOfSibling(
  accounts: Stores["accounts"],
  accountId: string,
  { platform, unionId }: ResolvablePerson,
): Promise<Marks | undefined> {
  const all = await accounts.identitiesOf(accountId);
  const siblings = all.filter((one) => one.platform === platform && one.unionId === unionId);
  const [oldest] = siblings.toSorted((a, b) => (a.linkedAt ?? 0) - (b.linkedAt ?? 0));
  if (!oldest) return undefined;
  const lost = siblings.find(({ lostAt }) => lostAt !== undefined);
  return marksOf({
    linkedAt: oldest.linkedAt,
    lostAt: lost?.lostAt,
    mutedAt: lost?.mutedAt,
    signedInAt: siblings.find(({ signedInAt }) => signedInAt !== undefined)?.signedInAt,
  });
}

/** The fields that all identities of one WeChat share. */
type Marks = Pick<Identity, "linkedAt" | "lostAt" | "mutedAt" | "signedInAt">;

export const marksOf = ({
  linkedAt,
  lostAt,
  mutedAt,
  signedInAt,
}: {
  readonly [Mark in keyof Marks]?: Marks[Mark] | undefined;
}): Marks => ({
  ...(linkedAt === undefined ? {} : { linkedAt }),
  ...(lostAt === undefined ? {} : { lostAt }),
  ...(mutedAt === undefined ? {} : { mutedAt }),
  ...(signedInAt === undefined ? {} : { signedInAt }),
});

async function owner(
  accounts: Stores["accounts"],
  { platform, unionId }: ResolvablePerson,
): Promise<string | undefined> {
  return platform === undefined || unionId === undefined ? undefined : accounts.ownerOfUnionId(platform, unionId);
}

/** Stores a unionId that was not known before. */
async function saveUnionId(
  stores: Stores,
  known: Identity,
  seen: ResolvablePerson,
): Promise<IdentityConflict | undefined> {
  const { accounts, now } = stores;
  const { platform, unionId } = seen;
  if (unionId === undefined || (unionId === known.unionId && platform === known.platform)) return undefined;
  if (platform === undefined) {
    if (known.unionId === undefined) await learnUnionId(accounts, { ...known, unionId });
    return undefined;
  }
  const other = await owner(accounts, seen);
  const changed = known.platform === platform && known.unionId !== undefined;
  if (!changed && (other ?? known.accountId) === known.accountId) {
    await learnUnionId(accounts, { ...known, platform, unionId });
    return undefined;
  }
  const otherAccountId = other === known.accountId ? undefined : other;
  const conflict = { ...known, platform, unionId, noticedAt: now, ...(otherAccountId ? { otherAccountId } : {}) };
  return (await accounts.noteConflict(conflict)) ? conflict : undefined;
}

/** Stores a unionId. If the account knows the same WeChat by another source, and that is lost, this one is, too. */
async function learnUnionId(accounts: Stores["accounts"], identity: Identity): Promise<void> {
  await accounts.setUnionId(identity);
  const { accountId, appid, openId } = identity;
  const { lostAt, mutedAt } = (await marksOfSibling(accounts, accountId, identity)) ?? {};
  if (lostAt !== undefined) await accounts.setLost(accountId, appid, openId, lostAt, mutedAt);
}
