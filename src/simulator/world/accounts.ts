import { Refused } from "../refused.ts";
import { accountChanges, accountSchema } from "./account-schema.ts";
import type { AccountChanges, AccountSpec } from "./schema.ts";

/** A WeChat account of the world. A change replaces it as a whole. */
export type Account = Readonly<AccountSpec>;

/** The accounts of a world. A change replaces an account as a whole, so that a push in flight keeps the old one. */
export interface Accounts {
  all(): Account[];
  get(appid: string): Account | undefined;
  /** Returns the account, or throws {@link Refused} with 404. */
  need(appid: string): Account;
  /** Returns the account with these changes, without saving it. Throws {@link Refused} with every issue. */
  changed(appid: string, changes: AccountChanges): Account;
  save(account: Account): void;
}

export function createAccounts(specs: AccountSpec[]): Accounts {
  const accounts = new Map<string, Account>(specs.map((spec) => [spec.appid, spec]));
  const need = (appid: string): Account => {
    const account = accounts.get(appid);
    if (account === undefined) throw new Refused(404, `no account has the appid ${appid}`);
    return account;
  };
  return {
    all: () => [...accounts.values()],
    get: (appid) => accounts.get(appid),
    need,
    changed: (appid, changes) => withChanges(need(appid), changes),
    save: (account) => void accounts.set(account.appid, account),
  };
}

function withChanges(account: Account, changes: AccountChanges): Account {
  const parsed = accountChanges.partial().safeParse(changes);
  if (!parsed.success) throw Refused.by(parsed.error, "the account cannot be changed so");
  const whole = accountSchema.safeParse({ ...account, ...parsed.data });
  if (!whole.success) throw Refused.by(whole.error, "the account cannot be changed so");
  return whole.data;
}

/** Whether people can follow it and chat with it. */
export const isFollowable = (account: Pick<Account, "kind">): boolean =>
  !["mini-program", "website"].includes(account.kind);
