import { sql } from "kysely";
import type { Reads } from "../../ports/reads.ts";
import { accountColumns } from "./accounts.ts";
import { atMost, present, type Sql } from "./statement.ts";

/** Sorts after every text: a prefix with it appended sorts after all names with this prefix. */
const afterAllNames = "\u{10ffff}";

/**
 * The operator's lists. Each page starts after the last row of the page before, by an index, so that deep pages stay
 * fast.
 */
export function accountLists({
  db,
  prepare,
}: Sql): Pick<Reads, "newestAccounts" | "accountsByName" | "accountIdsByUnionId"> {
  const newest = prepare((p: { createdAt: number; id: string; limit: number }) =>
    db
      .selectFrom("accounts")
      .select(accountColumns)
      .where(sql<boolean>`(created_at, id) < (${p.createdAt}, ${p.id})`)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(atMost(p.limit)),
  );
  const named = prepare((p: { name: string; id: string; end: string; limit: number }) =>
    db
      .selectFrom("accounts")
      .select(accountColumns)
      .where(sql<boolean>`(name, id) > (${p.name}, ${p.id})`)
      .where("name", "<", p.end)
      .orderBy("name")
      .orderBy("id")
      .limit(atMost(p.limit)),
  );
  const united = prepare((p: { platform: string; unionId: string }) =>
    db
      .selectFrom("identities")
      .select("account_id as id")
      .where("platform", "=", p.platform)
      .where("union_id", "=", p.unionId),
  );
  const expected = prepare((p: { platform: string; unionId: string }) =>
    db
      .selectFrom("expected_people")
      .select("account_id as id")
      .where("platform", "=", p.platform)
      .where("union_id", "=", p.unionId),
  );
  return {
    newestAccounts: async ({ createdAt, id }, limit) =>
      (await newest.all({ createdAt, id, limit })).map((row) => present(row)),
    async accountsByName(begin, { name, id }, limit) {
      const rows = await named.all({ name, id, end: begin + afterAllNames, limit });
      return rows.map((row) => present(row));
    },
    async accountIdsByUnionId(platform, unionId) {
      const rows = [...(await united.all({ platform, unionId })), ...(await expected.all({ platform, unionId }))];
      return [...new Set(rows.map(({ id }) => id))];
    },
  };
}
