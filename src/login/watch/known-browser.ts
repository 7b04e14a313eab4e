import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { LoginContext } from "../context.ts";

/** An attempt as the browser that started it may see it. */
export interface AttemptForBrowser extends Attempt {
  /** Whom it signs in: while granted; before that only where this browser has signed in as them. */
  readonly account?: Account;
  /** Granted, and this browser signed in as somebody else last: a person is to be asked before the redeem. */
  readonly ask?: true;
}

/**
 * Adds who it is, where this browser may know. A browser that never signed in as them hears no name before the grant:
 * it may be somebody else's, with a QR that was sent on.
 */
export async function describeForBrowser(
  { store: { read } }: LoginContext,
  attempt: Attempt,
): Promise<AttemptForBrowser> {
  const { status, appid, openId, browserHash, purpose } = attempt;
  if (purpose !== "sign-in") return attempt;
  if (openId === undefined || (status !== "scanned" && status !== "granted")) return attempt;
  const accountId = attempt.accountId ?? (await read.identity(appid, openId))?.accountId;
  const before = browserHash === undefined ? [] : await read.accountsOf(browserHash);
  if (accountId === undefined || (status === "scanned" && !before.includes(accountId))) return attempt;
  const account = await read.account(accountId);
  const isAnother = status === "granted" && before.length > 0 && before[0] !== accountId;
  return { ...attempt, ...(account ? { account } : {}), ...(isAnother ? { ask: true } : {}) };
}
