import { randomToken } from "../base/bytes.ts";
import { type Account, generateName } from "../domain/account.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { Stores } from "../ports/store.ts";
import type { LoginEvent } from "./events.ts";
import type { Setup } from "./setup.ts";

/** A granted attempt with its account, which is created here and nowhere else. */
export interface Granted {
  readonly attempt: Attempt;
  readonly account: Account;
  readonly events: readonly LoginEvent[];
}

/** Gives an attempt that has just been granted its account. */
export async function grant(setup: Setup, stores: Stores, attempt: Attempt, openId: string): Promise<Granted> {
  const { appid, applicationId } = attempt;
  const fresh = {
    id: randomToken(setup.random, 16),
    name: generateName(setup.random, attempt.language),
    createdAt: stores.now,
  };
  const { account, created } = await stores.accounts.findOrCreate({ appid, openId }, fresh);
  return {
    attempt: { ...attempt, accountId: account.id, newcomer: created },
    account,
    events: created ? [{ name: "newcomer", data: { appid, openId, applicationId, account } }] : [],
  };
}
