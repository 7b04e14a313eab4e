import { type Account, generateName } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { dryRunnable } from "./dry-run.ts";

/** A person to import. */
export interface Newcomer {
  /** The account's id, chosen by the operator. */
  readonly id: string;
  readonly name?: string;
  /** E.164. */
  readonly phone?: string;
  /**
   * When the operator last knew the phone to be this person's, in milliseconds since the epoch. Only a phone that was
   * seen in the last 90 days joins a new sign-in to the account.
   */
  readonly phoneSeenAt?: number;
  readonly person?: { readonly appid: string; readonly openId: string };
  readonly union?: { readonly platform: string; readonly unionId: string };
  /** Milliseconds since the epoch; default now. */
  readonly createdAt?: number;
}

/**
 * The result for one person. `completed`: the account existed and lacked something. Any other text says why nothing was
 * written.
 */
export type Imported = "created" | "completed" | "same" | { readonly problem: string };

export interface ImportOptions {
  /** Reports what would be done, and writes nothing. */
  readonly dryRun: boolean;
  /** The actor for the audit, which has one line for the whole import. */
  readonly actor?: string;
}

/**
 * Imports people in one transaction. Each is written whole or not at all. Existing accounts are completed, not changed.
 */
export async function importPeople(
  setup: LoginContext,
  people: readonly Newcomer[],
  { dryRun, actor = "application" }: ImportOptions,
): Promise<Imported[]> {
  return dryRunnable(setup.store, dryRun, async (stores) => {
    const results: Imported[] = [];
    for (const one of people) results.push(await importPerson(setup, stores, one));
    await noteImport(stores, results, actor);
    return results;
  });
}

async function noteImport({ audit, now }: Stores, results: readonly Imported[], actor: string): Promise<void> {
  const timesOf = (what: Imported) => results.filter((one) => one === what).length;
  const after = { created: timesOf("created"), completed: timesOf("completed") };
  if (after.created + after.completed > 0) await audit.append({ actor, action: "people.imported", after }, now);
}

async function importPerson(setup: LoginContext, stores: Stores, one: Newcomer): Promise<Imported> {
  const there = await stores.accounts.get(one.id);
  const problem = await importConflict(stores, one, there);
  if (problem !== undefined) return { problem };
  if (!there) await stores.accounts.insert(accountOf(setup, stores, one));
  const added = [await addPhone(stores, one, there), await addPerson(stores, one, there), await addUnion(stores, one)];
  if (!there) return "created";
  return added.includes(true) ? "completed" : "same";
}

function accountOf(
  setup: LoginContext,
  stores: Stores,
  { id, name, phone, phoneSeenAt, createdAt }: Newcomer,
): Account {
  return {
    id,
    name: name ?? generateName(setup.random, "zh-CN"),
    createdAt: createdAt ?? stores.now,
    ...(phone === undefined ? {} : { phone }),
    ...(phone === undefined || phoneSeenAt === undefined ? {} : { phoneSeenAt }),
  };
}

/** Checks everything that can be wrong before anything is written. */
async function importConflict(
  { accounts, people }: Stores,
  { id, phone, person, union }: Newcomer,
  there: Account | undefined,
): Promise<string | undefined> {
  // Programs that this id was told to know its person by it still.
  if (!there && (await people.wasErased(id))) return "an account of this id was deleted; give this person another id";
  if (phone !== undefined) {
    const owner = await accounts.byPhone(phone);
    if (owner && owner.id !== id) return `the phone is account ${owner.id}'s`;
    if (there?.phone !== undefined && there.phone !== phone) return "the account has another phone";
  }
  const identity = person && (await accounts.identity(person.appid, person.openId));
  if (identity && identity.accountId !== id) return `the openid is account ${identity.accountId}'s`;
  const owner = union && (await accounts.ownerOfUnionId(union.platform, union.unionId));
  return owner === undefined || owner === id ? undefined : `the unionid is account ${owner}'s`;
}

async function addPhone(
  { accounts }: Stores,
  { id, phone, phoneSeenAt }: Newcomer,
  there: Account | undefined,
): Promise<boolean> {
  if (there === undefined || phone === undefined) return false;
  const isNew = there.phone === undefined && (await accounts.setPhone(id, phone));
  const isSeen = phoneSeenAt !== undefined && (await accounts.notePhoneSeen(id, phone, phoneSeenAt));
  return isNew || isSeen;
}

/** If somebody has signed in to the account before, the identity is its youngest. */
async function addPerson(
  { accounts, now }: Stores,
  { id, person, union }: Newcomer,
  there: Account | undefined,
): Promise<boolean> {
  const age = there?.lastSignInAt === undefined ? {} : { linkedAt: now };
  return person !== undefined && accounts.addIdentity({ ...person, ...union, ...age, accountId: id });
}

/** Without an openid, the account gets the first identity with this unionid that signs in. */
async function addUnion({ accounts }: Stores, { id, person, union }: Newcomer): Promise<boolean> {
  return union !== undefined && person === undefined && accounts.expect({ ...union, accountId: id });
}
