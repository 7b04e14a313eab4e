import { randomToken } from "../../base/bytes.ts";
import { type Account, generateName } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { Profile } from "../../domain/profile.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { type ResolvablePerson, resolveIdentity } from "./resolve-identity.ts";

/** What WeChat tells of a person besides their openId; pushes tell nothing. */
export interface WechatProfile {
  readonly unionId?: string;
  readonly profile?: Profile;
  /** E.164; shown to be the person's in this attempt, and no other account's. */
  readonly phone?: string;
}

/** A granted attempt with its account, which is created here and nowhere else. */
export interface Granted {
  readonly attempt: Attempt;
  readonly account: Account;
  readonly events: readonly LoginEvent[];
}

/** Why nothing can be granted: the person is another account's, or the session that asked has ended. */
export type Refusal = "conflict" | "ended";

/** What happens when an attempt is granted. */
export type Grant = (
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told?: WechatProfile,
) => Promise<Granted | Refusal>;

/** Gives a sign-in that has just been granted its account. */
export async function grantSignIn(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted> {
  const { appid, applicationId } = attempt;
  const { name = generateName(setup.random, attempt.language), avatar } = told.profile ?? {};
  const fresh = {
    id: randomToken(setup.random, 16),
    name,
    createdAt: stores.now,
    ...(avatar === undefined ? {} : { avatar }),
  };
  const {
    account: found,
    created,
    conflict,
  } = await resolveIdentity(stores, resolvablePerson(setup, appid, openId, told), fresh);
  const account = await withPhone(stores, found, told.phone);
  if (conflict) setup.log.warn({ account: account.id }, "two accounts seem to be one person: saoma identities report");
  return {
    attempt: { ...attempt, accountId: account.id, newcomer: created },
    account,
    events: created ? [{ name: "newcomer", data: { appid, openId, applicationId, account } }] : [],
  };
}

/** The first phone of an account stays. */
async function withPhone({ accounts }: Stores, account: Account, phone: string | undefined): Promise<Account> {
  if (phone === undefined || account.phone !== undefined) return account;
  return (await accounts.setPhone(account.id, phone)) ? { ...account, phone } : account;
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
