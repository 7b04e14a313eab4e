// Grants a sign-in to the operator's console to an administrator's WeChat.
import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { ConsoleAdministrator } from "../../domain/console-session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { Granted, Refusal, WechatProfile } from "./grant.ts";
import { accountIdOf, isLost, type ResolvablePerson, resolvablePerson } from "./resolve-identity.ts";

/** An administrator with their account, which exists and is not suspended. */
export interface KnownAdministrator extends ConsoleAdministrator {
  readonly person: Account;
}

/** The administrator of this WeChat; undefined for a lost one. */
export async function administratorBy(
  { administrators = [] }: Pick<LoginContext, "administrators">,
  stores: Stores,
  seen: ResolvablePerson,
): Promise<KnownAdministrator | undefined> {
  const accountId = await accountIdOf(stores, seen);
  const named = administrators.find(({ account }) => account === accountId);
  const person = named && (await stores.accounts.get(named.account));
  if (!person || person.suspendedAt !== undefined || (await isLost(stores, seen))) return undefined;
  return { ...named, person };
}

/** Grants the console to an administrator. Whether they are one still is checked again when they enter. */
export async function grantConsole(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  openId: string,
  told: WechatProfile = {},
): Promise<Granted | Refusal> {
  const found = await administratorBy(setup, stores, resolvablePerson(setup, attempt.appid, openId, told));
  if (!found) return "notAdmitted";
  return { attempt: { ...attempt, accountId: found.account, newcomer: false }, name: found.person.name };
}
