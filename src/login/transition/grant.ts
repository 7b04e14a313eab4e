import { generateName } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Profile } from "../../domain/profile.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { accountIdOf, type ResolvablePerson } from "./resolve-identity.ts";

/** What WeChat tells of a person besides their openId; pushes tell nothing. */
export interface WechatProfile {
  readonly unionId?: string;
  readonly profile?: Profile;
  /** E.164; shown to be the person's in this attempt, and no other account's. */
  readonly phone?: string;
}

/** A granted attempt, and the name of the account that it opens or will make. */
export interface Granted {
  readonly attempt: Attempt;
  readonly name: string;
}

/** Why nothing can be granted: the person is another account's, the session that asked has ended, the WeChat is lost. */
export type Refusal = "conflict" | "ended" | "lost" | "notAdmitted";

/** What happens when an attempt is granted. Nothing lasting: accounts and identities are written when it is redeemed. */
export type Grant = (
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told?: WechatProfile,
) => Promise<Granted | Refusal>;

/** Finds the account that a sign-in opens; a newcomer has none yet, and a name to be greeted by. */
export async function grantSignIn(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted> {
  const accountId = await accountIdOf(stores, resolvablePerson(setup, attempt.appid, openId, told));
  const account = accountId === undefined ? undefined : await stores.accounts.get(accountId);
  if (account) {
    const known = { ...attempt, accountId: account.id, newcomer: false };
    return { attempt: known, name: account.name };
  }
  const { name = generateName(setup.random, attempt.language) } = told.profile ?? {};
  return { attempt: { ...attempt, newcomer: true }, name };
}

/** A person as this source shows them. */
export function resolvablePerson(
  { sources }: LoginContext,
  appid: string,
  openId: string,
  { unionId }: WechatProfile,
): ResolvablePerson {
  const platform = unionId === undefined ? undefined : sources.get(appid)?.platform;
  return {
    appid,
    openId,
    ...(platform === undefined ? {} : { platform }),
    ...(unionId === undefined ? {} : { unionId }),
  };
}
