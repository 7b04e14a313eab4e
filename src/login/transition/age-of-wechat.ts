// How long an account has had a WeChat, by all of its sources.
import { type Identity, isAsOld, isSameWechat } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";

/** Where an account's identities are read: in a transaction, or outside. */
export interface Identities {
  readonly accounts: Pick<Stores["accounts"], "identitiesOf">;
}

/** The identities by which the account knows the WeChat of this one, itself among them: one for each source. */
export const identitiesOfWechat = async ({ accounts }: Identities, identity: Identity): Promise<readonly Identity[]> =>
  (await accounts.identitiesOf(identity.accountId)).filter((one) => isSameWechat(one, identity));

/** The identity with the age of its WeChat, which is that of the oldest of its sources. For comparisons only. */
export async function withAge(from: Identities, identity: Identity): Promise<Identity> {
  const ages = (await identitiesOfWechat(from, identity)).map(({ linkedAt = 0 }) => linkedAt);
  return { ...identity, linkedAt: Math.min(identity.linkedAt ?? 0, ...ages) };
}

/** Whether the WeChat of an identity is at least as old at their account as that of another one. */
export const isAsOldWechat = async (from: Identities, one: Identity, other: Identity): Promise<boolean> =>
  isAsOld(await withAge(from, one), await withAge(from, other));
