import { sql } from "kysely";
import type { Browsers, Reads } from "../../ports/store.ts";
import type { Sql } from "./statement.ts";

interface Pair {
  readonly browserHash: string;
  readonly accountId: string;
}

export function createBrowsers({ db, prepare }: Sql): Browsers {
  const knows = prepare((p: Pair) =>
    db
      .selectFrom("browsers")
      .select(sql.lit(1).as("known"))
      .where("browser_hash", "=", p.browserHash)
      .where("account_id", "=", p.accountId),
  );
  const remember = prepare((p: Pair & { at: number }) =>
    db
      .insertInto("browsers")
      .values({ browser_hash: p.browserHash, account_id: p.accountId, remembered_at: p.at })
      .onConflict((conflict) => conflict.columns(["browser_hash", "account_id"]).doUpdateSet({ remembered_at: p.at })),
  );
  const forget = prepare((p: Pair) =>
    db.deleteFrom("browsers").where("browser_hash", "=", p.browserHash).where("account_id", "=", p.accountId),
  );
  const forgetAll = prepare((p: Pick<Pair, "accountId">) =>
    db.deleteFrom("browsers").where("account_id", "=", p.accountId),
  );

  return {
    knows: async (browserHash, accountId) => (await knows.first({ browserHash, accountId })) !== undefined,
    async remember(browserHash, accountId, at) {
      await remember.changes({ browserHash, accountId, at });
    },
    async forget(browserHash, accountId) {
      await forget.changes({ browserHash, accountId });
    },
    async forgetAll(accountId) {
      await forgetAll.changes({ accountId });
    },
  };
}

export function accountsOfBrowser({ db, prepare }: Sql): Reads["accountsOf"] {
  const all = prepare((p: Pick<Pair, "browserHash">) =>
    db
      .selectFrom("browsers")
      .select("account_id as accountId")
      .where("browser_hash", "=", p.browserHash)
      .orderBy("remembered_at", "desc")
      .limit(sql.lit(20)),
  );
  return async (browserHash) => (await all.all({ browserHash })).map(({ accountId }) => accountId);
}
