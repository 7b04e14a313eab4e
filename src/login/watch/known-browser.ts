import { type Account, newAccountId } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { isMarkOf, strengths } from "../../domain/known-browser.ts";
import type { Terms } from "../../domain/terms.ts";
import type { LoginContext } from "../context.ts";
import { newTermsOf } from "../transition/terms.ts";

/** An attempt as the browser that started it may see it. */
export interface AttemptForBrowser extends Attempt {
  /** The account that it signs in to; before the grant only if this browser has signed in to it. */
  readonly account?: Account;
  /** Granted, and this browser last signed in to another account: the page asks before the redeem. */
  readonly ask?: true;
  /** Present if it is granted, but these terms must be agreed to before the redeem. */
  readonly newTerms?: readonly Terms[];
}

/**
 * Adds the account, if this browser may know it. A browser that has not signed in to it gets no name before the grant:
 * its QR may have been sent on by somebody else.
 */
export async function describeForBrowser(setup: LoginContext, attempt: Attempt): Promise<AttemptForBrowser> {
  const { read } = setup.store;
  const { status, appid, openId, browserHash, purpose } = attempt;
  if (isToBeAgreed(attempt) && attempt.addedAt === undefined) {
    return withAccount(attempt, await futureAccount(setup, attempt));
  }
  if (purpose !== "sign-in") return attempt;
  if (openId === undefined || (status !== "scanned" && status !== "granted")) return attempt;
  const accountId = attempt.accountId ?? (await read.identity(appid, openId))?.accountId;
  if (status === "scanned" && !(await isKnownHere(setup, attempt, accountId))) return attempt;
  const account = accountId === undefined ? await futureAccount(setup, attempt) : await read.account(accountId);
  const isAnother = status === "granted" && (await isAnotherThanLast(setup, browserHash, account?.id));
  const newTerms = status === "granted" ? await newTermsOf(setup, attempt.applicationId, accountId) : [];
  return {
    ...withAccount(attempt, account),
    ...(isAnother ? { ask: true } : {}),
    ...(newTerms.length > 0 ? { newTerms } : {}),
  };
}

/** An application gets no name of a person whom it has not signed in by this browser. */
async function isKnownHere(
  { store }: LoginContext,
  { browserHash, applicationId }: Attempt,
  accountId: string | undefined,
): Promise<boolean> {
  if (browserHash === undefined || accountId === undefined) return false;
  return store.read.knowsBrowser({ browserHash, accountId, applicationId }, strengths.none, store.now());
}

/** Whether this browser last signed in to another account. */
async function isAnotherThanLast(
  { store, key }: LoginContext,
  browserHash: string | undefined,
  accountId: string | undefined,
): Promise<boolean> {
  const mark = browserHash === undefined ? undefined : await store.read.browserMark(browserHash);
  if (browserHash === undefined || mark === undefined) return false;
  return accountId === undefined || !isMarkOf(mark, key, browserHash, accountId);
}

/** Whether the page has to name the person, so that its holder can agree. */
const isToBeAgreed = ({ pairing, status }: Attempt): boolean =>
  pairing === "agree" && (status === "granted" || status === "phone_required");

const withAccount = (attempt: Attempt, account: Account | undefined): AttemptForBrowser =>
  account ? { ...attempt, account } : attempt;

/** The account that the redeem will create. */
async function futureAccount({ store, key }: LoginContext, { id, createdAt }: Attempt): Promise<Account | undefined> {
  const { name, avatar } = (await store.read.phoneBinding(id)) ?? {};
  if (name === undefined) return undefined;
  return { id: newAccountId(key, id), name, createdAt, ...(avatar === undefined ? {} : { avatar }) };
}
