// The queries and writes of people who are expected by their unionId.
import type { ExpectedPerson } from "../../domain/account.ts";
import type { Accounts } from "../../ports/accounts.ts";
import { present, type Sql } from "./statement.ts";

export function createExpectedPeople({ db, prepare }: Sql): Pick<Accounts, "expect" | "expectedOf" | "forgetExpected"> {
  const insert = prepare((p: ExpectedPerson) =>
    db
      .insertInto("expected_people")
      .values({ platform: p.platform, union_id: p.unionId, account_id: p.accountId })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const all = prepare((p: { accountId: string }) =>
    db
      .selectFrom("expected_people")
      .select(["platform", "union_id as unionId", "account_id as accountId"])
      .where("account_id", "=", p.accountId)
      .orderBy("platform")
      .orderBy("union_id"),
  );
  const forget = prepare((p: ExpectedPerson) =>
    db
      .deleteFrom("expected_people")
      .where("platform", "=", p.platform)
      .where("union_id", "=", p.unionId)
      .where("account_id", "=", p.accountId),
  );
  return {
    expect: async (expected) => (await insert.changes(expected)) === 1,
    expectedOf: async (accountId) => (await all.all({ accountId })).map(present),
    async forgetExpected(expected) {
      await forget.changes(expected);
    },
  };
}
