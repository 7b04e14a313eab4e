import type { Account } from "../../domain/account.ts";
import type { CreationPlace, NamePlace } from "../../ports/reads.ts";
import type { LoginContext } from "../context.ts";

/** The criterion of a search; an empty object finds all accounts. */
export interface AccountSearch {
  readonly id?: string | undefined;
  /** The beginning of the name. */
  readonly name?: string | undefined;
  readonly openId?: string | undefined;
  readonly unionId?: string | undefined;
  /** E.164. */
  readonly phone?: string | undefined;
}

/** The parameters of a page. */
export interface PageAsked<Place> {
  readonly after?: Place | undefined;
  readonly limit: number;
}

/** A page, and the cursor of the next one; absent on the last page. */
export interface Page<Row, Place> {
  readonly rows: readonly Row[];
  readonly next?: Place;
}

/** The place before the first row of a list that begins with the newest. */
export const beginning: CreationPlace = { createdAt: Number.MAX_SAFE_INTEGER, id: "" };

/** A page of a list that is ordered by creation time. */
export async function newestFirst<Row extends CreationPlace>(
  { after = beginning, limit }: PageAsked<CreationPlace>,
  read: (after: CreationPlace, limit: number) => Promise<readonly Row[]>,
): Promise<Page<Row, CreationPlace>> {
  return paged(await read(after, limit + 1), limit, ({ createdAt, id }) => ({ createdAt, id }));
}

/** One row more than requested means that there is another page. */
function paged<Row, Place>(found: readonly Row[], limit: number, placeOf: (row: Row) => Place): Page<Row, Place> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last ? { rows, next: placeOf(last) } : { rows };
}

/** A place in a list of accounts, in any of its orders. */
export type AccountPlace = CreationPlace | NamePlace;

/** Finds accounts by one criterion. A criterion that identifies a person returns all matches in one page. */
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

/** The account ids for a criterion that identifies a person; undefined for other criteria. */
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
