import { generateName } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Profile } from "../../domain/profile.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { accountIdOf, resolvablePerson } from "./resolve-identity.ts";

/** WeChat's details of a person beyond their openId. Pushes contain none. */
export interface WechatProfile {
  readonly unionId?: string;
  readonly profile?: Profile;
  /** E.164; verified in this attempt, and not another account's. */
  readonly phone?: string;
}

/** A granted attempt, and the name of the account that it opens or will create. */
export interface Granted {
  readonly attempt: Attempt;
  readonly name: string;
}

/**
 * Why nothing can be granted: another account has the person, the requesting session has ended, the WeChat is lost, the
 * account is suspended, or the application does not admit it.
 */
export type Refusal = "conflict" | "ended" | "lost" | "suspended" | "notAdmitted";

/** Grants an attempt. It writes nothing lasting: accounts and identities are written at the redeem. */
export type Grant = (
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told?: WechatProfile,
) => Promise<Granted | Refusal>;

/** Finds the account that a sign-in opens. A newcomer has none yet, and gets a name for the greeting. */
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
