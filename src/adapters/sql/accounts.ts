import type { Accounts } from "../../ports/store.ts";
import { present, type Sql } from "./statement.ts";

export function createAccounts(from: Sql): Accounts {
  const get = getAccount(from);
  const identity = getIdentity(from);
  const insert = insertAccount(from);
  const insertIdentity = from.prepare((p: { appid: string; openId: string; accountId: string }) =>
    from.db.insertInto("identities").values({ appid: p.appid, open_id: p.openId, account_id: p.accountId }),
  );
  const signedIn = from.prepare((p: { id: string; at: number }) =>
    from.db.updateTable("accounts").set({ last_sign_in_at: p.at }).where("id", "=", p.id),
  );

  return {
    get,
    identity,
    async findOrCreate({ appid, openId }, fresh) {
      const known = await identity(appid, openId);
      const account = known && (await get(known.accountId));
      if (account) return { account, created: false };
      await insert.changes(fresh);
      await insertIdentity.changes({ appid, openId, accountId: fresh.id });
      return { account: fresh, created: true };
    },
    signedIn: async (id, at) => (await signedIn.changes({ id, at })) === 1,
  };
}

export function getAccount({ db, prepare }: Sql): Accounts["get"] {
  const get = prepare((p: { id: string }) =>
    db
      .selectFrom("accounts")
      .select(["id", "name", "created_at as createdAt", "last_sign_in_at as lastSignInAt"])
      .where("id", "=", p.id),
  );
  return async (id) => {
    const row = await get.first({ id });
    return row && present(row);
  };
}

function getIdentity({ db, prepare }: Sql): Accounts["identity"] {
  const get = prepare((p: { appid: string; openId: string }) =>
    db
      .selectFrom("identities")
      .select(["appid", "open_id as openId", "account_id as accountId"])
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId),
  );
  return async (appid, openId) => {
    const row = await get.first({ appid, openId });
    return row && present(row);
  };
}

const insertAccount = ({ db, prepare }: Sql) =>
  prepare((p: { id: string; name: string; createdAt: number; lastSignInAt: number | null }) =>
    db
      .insertInto("accounts")
      .values({ id: p.id, name: p.name, created_at: p.createdAt, last_sign_in_at: p.lastSignInAt }),
  );
