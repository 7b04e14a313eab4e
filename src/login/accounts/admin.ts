// Finds people for the operator, and collects everything that is stored about one.
import type { Account, Identity } from "../../domain/account.ts";
import { identityId } from "../../domain/account.ts";
import type { PersonalRows } from "../../ports/people.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { beginning } from "../operator/search-accounts.ts";
import { declineOpen } from "../transition/decline-open.ts";
import { transactAndPublish } from "../transition/transact.ts";

/** The criteria by which the operator finds a person. */
export type PersonQuery =
  | { readonly id: string }
  | { readonly appid: string; readonly openId: string }
  /** E.164. */
  | { readonly phone: string };

/** An account with its identities. */
export interface AccountSeen {
  readonly account: Account;
  readonly identities: readonly (Identity & { readonly id: string })[];
}

/** An account with everything that is stored about its person. */
export interface PersonFile extends AccountSeen {
  readonly rows: PersonalRows;
}

/** Finds the accounts that match, with their identities. */
export async function findPerson({ store: { read } }: LoginContext, wanted: PersonQuery): Promise<Account | undefined> {
  if ("id" in wanted) return read.account(wanted.id);
  if ("phone" in wanted) return read.accountByPhone(wanted.phone);
  const identity = await read.identity(wanted.appid, wanted.openId);
  return identity && read.account(identity.accountId);
}

export async function accountSeen(
  { key, store: { read } }: LoginContext,
  id: string,
): Promise<AccountSeen | undefined> {
  const account = await read.account(id);
  if (!account) return undefined;
  const identities = (await read.identitiesOf(id)).map((one) => ({ ...one, id: identityId(key, one) }));
  return { account, identities };
}

export async function personFile(setup: LoginContext, id: string): Promise<PersonFile | undefined> {
  const seen = await accountSeen(setup, id);
  return seen && { ...seen, rows: await setup.store.read.personalRows(id) };
}

/** The size of a page of accounts, and the account after which it begins. */
export interface PeoplePage {
  readonly most: number;
  /** An account's id. */
  readonly after?: string;
}

/** Lists accounts, the newest first. Returns undefined if the account to continue from does not exist. */
export async function listPeople(
  { store: { read } }: LoginContext,
  { most, after }: PeoplePage,
): Promise<Account[] | undefined> {
  if (after === undefined) return read.newestAccounts(beginning, most);
  const last = await read.account(after);
  return last && read.newestAccounts(last, most);
}

/**
 * Deletes an account and everything about its person. Returns the number of rows by table, or undefined if there is no
 * such account.
 */
export async function erasePerson(
  setup: LoginContext,
  id: string,
  { actor }: { readonly actor: string },
): Promise<Readonly<Record<string, number>> | undefined> {
  const { rows } = await transactAndPublish(setup, async (stores) => {
    const account = await stores.accounts.get(id);
    const gone = account && (await erase(stores, id, "operator"));
    // The audit line has no account id: the id would be the last trace of the person.
    if (gone) await stores.audit.append({ actor, action: "account.deleted", before: gone.rows }, stores.now);
    return gone ?? { rows: undefined, effect: {} };
  });
  if (!rows) return undefined;
  await setup.store.scrub({ rewrite: true });
  return rows;
}

/** The same inside a transaction. Watchers of the person's attempts get a hint. */
export async function erase(
  stores: Stores,
  accountId: string,
  by: Extract<LoginEvent, { name: "erased" }>["data"]["by"],
) {
  const hints: string[] = [];
  for (const { appid, openId } of await stores.accounts.identitiesOf(accountId)) {
    hints.push(...(await declineOpen(stores, appid, openId)));
  }
  const rows = await stores.people.erase(accountId, stores.now);
  const events: LoginEvent[] = [{ name: "erased", data: { accountId, by } }];
  return { rows, effect: { hints, events } };
}
