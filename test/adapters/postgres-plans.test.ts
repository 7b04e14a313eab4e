// A serializable transaction that scans a whole table conflicts with all concurrent writes to it.
import { describe, expect, test } from "vitest";
import { type Connection, openConnection } from "../../src/adapters/postgres/connection.ts";
import { createPostgresSql } from "../../src/adapters/postgres/statements.ts";
import { migratePostgres } from "../../src/adapters/postgres/store.ts";
import { createPostgresStores } from "../../src/adapters/postgres/stores.ts";
import { createSqlLimits } from "../../src/adapters/sql/limits.ts";
import { createPeople } from "../../src/adapters/sql/people.ts";
import { createSigningKeys } from "../../src/adapters/sql/signing-keys.ts";
import { compile, type Sql, type Statement } from "../../src/adapters/sql/statement.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

/** The SQL of the statements that `prepare` prepares. */
function statementsOf(prepare: (from: Sql) => unknown): Set<string> {
  const texts = new Set<string>();
  const real = createPostgresSql(() => Promise.reject(new Error("nothing is run here")));
  prepare({
    ...real,
    prepare(build) {
      texts.add(compile(build).sql);
      return {} as Statement<never, never>;
    },
  });
  return texts;
}

/** Statements that run seldom: a person is erased, or a signing key is changed. */
const seldom = statementsOf((from) => [createPeople(from), createSigningKeys(from)]);
const often = [...statementsOf((from) => [createPostgresStores(from), createSqlLimits(from)])].filter(
  (text) => !seldom.has(text),
);

/**
 * The plans that scan a whole table, or a whole index. After VACUUM has found a table of one page, a scan of its index
 * costs what a lookup costs, and the planner takes either; `wholeIndexes` is false for such a database.
 */
async function throughAll({ query }: Connection, wholeIndexes: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const text of often) {
    const lines = (await query(`explain (generic_plan, costs off) ${text}`)).rows.map((row) => row["QUERY PLAN"]);
    const plan = lines.join("\n");
    const count = (what: RegExp) => plan.match(what)?.length ?? 0;
    const isWhole = wholeIndexes && count(/Index (Only )?Scan/g) > count(/Index Cond/g);
    if (isWhole || /Seq Scan|(Hash|Merge) /.test(plan)) found.push(plan);
  }
  return found;
}

describe.skipIf(!hasPostgres)("on PostgreSQL", () => {
  const server = usePostgres();

  const rows = `insert into identities (appid, open_id, account_id) select 'wx', md5('p' || i), md5('a' || i)
    from generate_series(1, 2000) i`;

  test.each([
    ["that is new", []],
    ["whose tables were found empty", ["vacuum analyze"]],
    ["whose accounts are many", [`set session_replication_role = replica`, rows, "vacuum analyze"]],
  ])("no statement of a transaction goes through a whole table of a database %s", async (_, before) => {
    const target = await targetOf(await server.fresh());
    await migratePostgres({ target, clock: createFakeClock() });
    const connection = await openConnection(target);
    for (const statement of before) await connection.query(statement);
    const found = await throughAll(connection, before.length === 0);
    await connection.close();
    expect(often.length).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });
});
