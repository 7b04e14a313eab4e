import type { Account } from "../../domain/account.ts";
import type { CreationPlace, NamePlace } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** By what the operator looks for people; nothing for all of them. */
export interface AccountSearch {
  readonly id?: string | undefined;
  /** How the name begins. */
  readonly name?: string | undefined;
  readonly openId?: string | undefined;
  readonly unionId?: string | undefined;
  /** E.164. */
  readonly phone?: string | undefined;
}

/** The cursor of a page. */
export interface PageAsked<Place> {
  readonly after?: Place | undefined;
  readonly limit: number;
}

/** A page, and the cursor of the next one; absent on the last page. */
export interface Page<Row, Place> {
  readonly rows: readonly Row[];
  readonly next?: Place;
}

/** Comes before everything in a list of the newest first. */
export const beginning: CreationPlace = { createdAt: Number.MAX_SAFE_INTEGER, id: "" };

/** A list whose order is by when things were made. */
export async function newestFirst<Row extends CreationPlace>(
  { after = beginning, limit }: PageAsked<CreationPlace>,
  read: (after: CreationPlace, limit: number) => Promise<readonly Row[]>,
): Promise<Page<Row, CreationPlace>> {
  return paged(await read(after, limit + 1), limit, ({ createdAt, id }) => ({ createdAt, id }));
}

/** One row more than was asked for says that there is another page. */
function paged<Row, Place>(found: readonly Row[], limit: number, placeOf: (row: Row) => Place): Page<Row, Place> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last ? { rows, next: placeOf(last) } : { rows };
}

/** A place in a list of accounts, whichever it is. */
export type AccountPlace = CreationPlace | NamePlace;

/** Accounts by one criterion; a criterion that identifies a person returns all matches in one page. */
export async function searchAccounts(
  setup: LoginContext,
  search: AccountSearch,
  page: PageAsked<AccountPlace>,
): Promise<Page<Account, AccountPlace>> {
  const { read } = setup.store;
  const { after, limit } = page;
  const ids = await idsNamed(setup, search);
  if (ids) return { rows: await accountsOf(setup, ids) };
  if (search.name !== undefined) {
    const from = after && "name" in after ? after : { name: search.name, id: "" };
    return paged(await read.accountsByName(search.name, from, limit + 1), limit, ({ name, id }) => ({ name, id }));
  }
  return newestFirst({ limit, after: after && "createdAt" in after ? after : undefined }, read.newestAccounts);
}

/** The accounts of what is somebody's own; undefined where nothing of that is asked for. */
async function idsNamed(
  { store: { read }, sources }: LoginContext,
  { id, openId, unionId, phone }: AccountSearch,
): Promise<readonly string[] | undefined> {
  if (id !== undefined) return [id];
  if (phone !== undefined) return [(await read.accountByPhone(phone))?.id ?? ""];
  if (openId !== undefined) {
    const found = await Promise.all([...sources.keys()].map((appid) => read.identity(appid, openId)));
    return found.map((identity) => identity?.accountId ?? "");
  }
  if (unionId === undefined) return undefined;
  const platforms = new Set([...sources.values()].flatMap(({ platform }) => platform ?? []));
  return (await Promise.all([...platforms].map((platform) => read.accountIdsByUnionId(platform, unionId)))).flat();
}

async function accountsOf({ store: { read } }: LoginContext, ids: readonly string[]): Promise<Account[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => read.account(id)));
  return found.filter((account) => account !== undefined);
}
