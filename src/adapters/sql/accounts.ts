import type { Account } from "../../domain/account.ts";
import type { Accounts } from "../../ports/store.ts";
import { createIdentities } from "./identities.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

export function createAccounts(from: Sql): Accounts {
  const get = getAccount(from);
  const identities = createIdentities(from);
  const insert = insertAccount(from);
  const signedIn = from.prepare((p: { id: string; at: number }) =>
    from.db.updateTable("accounts").set({ last_sign_in_at: p.at }).where("id", "=", p.id),
  );

  return {
    get,
    ...identities,
    async findOrCreate(person, fresh) {
      const known = await identities.identity(person.appid, person.openId);
      const account = known && (await get(known.accountId));
      if (account) return { account, created: false };
      await insert.changes(fresh);
      await identities.addIdentity({ ...person, accountId: fresh.id });
      return { account: fresh, created: true };
    },
    signedIn: async (id, at) => (await signedIn.changes({ id, at })) === 1,
  };
}

export function getAccount({ db, prepare }: Sql): Accounts["get"] {
  const get = prepare((p: { id: string }) =>
    db
      .selectFrom("accounts")
      .select(["id", "name", "avatar", "created_at as createdAt", "last_sign_in_at as lastSignInAt"])
      .where("id", "=", p.id),
  );
  return async (id) => {
    const row = await get.first({ id });
    return row && present(row);
  };
}

const insertAccount = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<Account>) =>
    db
      .insertInto("accounts")
      .values({ id: p.id, name: p.name, avatar: p.avatar, created_at: p.createdAt, last_sign_in_at: p.lastSignInAt }),
  );
