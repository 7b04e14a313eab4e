import type { Groups } from "../../ports/accounts.ts";
import type { Reads } from "../../ports/reads.ts";
import { atMost, type Sql } from "./statement.ts";

interface Member {
  readonly group: string;
  readonly accountId: string;
}

/** The queries and writes of the operator's groups. */
export function createGroups(from: Sql): Groups {
  const { db, prepare } = from;
  const add = prepare((p: Member & { at: number }) =>
    db
      .insertInto("group_members")
      .values({ group_name: p.group, account_id: p.accountId, added_at: p.at })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const remove = prepare((p: Member) =>
    db.deleteFrom("group_members").where("account_id", "=", p.accountId).where("group_name", "=", p.group),
  );
  return {
    add: async (group, accountId, at) => (await add.changes({ group, accountId, at })) === 1,
    remove: async (group, accountId) => (await remove.changes({ group, accountId })) === 1,
    of: groupsOf(from),
  };
}

export function groupsOf({ db, prepare }: Sql): Reads["groupsOf"] {
  const all = prepare((p: { accountId: string }) =>
    db
      .selectFrom("group_members")
      .select("group_name as name")
      .where("account_id", "=", p.accountId)
      .orderBy("group_name"),
  );
  return async (accountId) => (await all.all({ accountId })).map(({ name }) => name);
}

export function groupMembers({ db, prepare }: Sql): Reads["groupMembers"] {
  const all = prepare((p: { group: string; after: string; limit: number }) =>
    db
      .selectFrom("group_members")
      .select("account_id as accountId")
      .where("group_name", "=", p.group)
      .where("account_id", ">", p.after)
      .orderBy("account_id")
      .limit(atMost(p.limit)),
  );
  return async (group, after, limit) => (await all.all({ group, after, limit })).map(({ accountId }) => accountId);
}
