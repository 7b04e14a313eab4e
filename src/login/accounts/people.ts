// The operations on people that the commands and the Admin API call: import, look up, erase.
import type { Account } from "../../domain/account.ts";
import type { LoginContext } from "../context.ts";
import {
  erasePerson,
  findPerson,
  listPeople,
  type PeoplePage,
  type PersonFile,
  type PersonQuery,
  personFile,
} from "./admin.ts";
import { type Imported, type ImportOptions, importPeople, type Newcomer } from "./import.ts";
import {
  type IdentityMove,
  migrateOpenId,
  type OpenIdMigration,
  type OpenIdMigrationResult,
} from "./migrate-openids.ts";

/**
 * The operator's operations on people. Each call handles one batch of a few hundred at most, because a transaction
 * delays pushes.
 */
export interface People {
  import(people: readonly Newcomer[], how: ImportOptions): Promise<Imported[]>;
  migrateOpenIds(people: readonly OpenIdMigration[], move: IdentityMove): Promise<OpenIdMigrationResult[]>;
  find(wanted: PersonQuery): Promise<Account | undefined>;
  /** The newest first; undefined if the account to continue from does not exist. */
  list(page: PeoplePage): Promise<Account[] | undefined>;
  file(id: string): Promise<PersonFile | undefined>;
  /**
   * Returns the number of deleted rows by table; undefined if there is no such account. `actor` is written to the
   * audit.
   */
  erase(id: string, by?: { readonly actor: string }): Promise<Readonly<Record<string, number>> | undefined>;
}

export const createPeople = (setup: LoginContext): People => ({
  import: (people, how) => importPeople(setup, people, how),
  migrateOpenIds: (people, move) => migrateOpenId(setup, people, move),
  find: (wanted) => findPerson(setup, wanted),
  list: (page) => listPeople(setup, page),
  file: (id) => personFile(setup, id),
  erase: (id, by = { actor: "application" }) => erasePerson(setup, id, by),
});
