// A serializable transaction that scans a whole table conflicts with all concurrent writes to it.
import { describe, expect, test } from "vitest";
import { type Connection, openConnection, openMaintenanceConnection } from "../../src/adapters/postgres/connection.ts";
import { createPostgresSql } from "../../src/adapters/postgres/statements.ts";
import { migratePostgres } from "../../src/adapters/postgres/store.ts";
import { createPostgresStores } from "../../src/adapters/postgres/stores.ts";
import { accountLists } from "../../src/adapters/sql/account-lists.ts";
import { attemptRecords } from "../../src/adapters/sql/attempt-logs.ts";
import { auditAfter, auditBefore } from "../../src/adapters/sql/audit.ts";
import { dueClientLogouts } from "../../src/adapters/sql/client-logouts.ts";
import { createSqlLimits } from "../../src/adapters/sql/limits.ts";
import { createPeople, personalRows } from "../../src/adapters/sql/people.ts";
import { sessionsOfAccount } from "../../src/adapters/sql/sessions.ts";
import { attemptCountReads, signInHourReads } from "../../src/adapters/sql/sign-in-hours.ts";
import { createSigningKeys } from "../../src/adapters/sql/signing-keys.ts";
import { compile, type Sql, type Statement } from "../../src/adapters/sql/statement.ts";
import { webhookReads } from "../../src/adapters/sql/webhooks.ts";
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

/** Statements that run seldom: when a person is erased, or a signing key is changed. */
const seldom = statementsOf((from) => [createPeople(from), createSigningKeys(from)]);
const often = [...statementsOf((from) => [createPostgresStores(from), createSqlLimits(from)])].filter(
  (text) => !seldom.has(text),
);

async function planOf({ query }: Connection, text: string): Promise<string> {
  const { rows } = await query(`explain (generic_plan, costs off) ${text}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

/**
 * The plans that scan a whole table, or a whole index. After VACUUM has found a table of one page, a scan of its index
 * costs what a lookup costs, and the planner takes either; `wholeIndexes` is false for such a database.
 */
async function throughAll(connection: Connection, wholeIndexes: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const text of often) {
    const plan = await planOf(connection, text);
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
    // The limit of two seconds a statement is too short for VACUUM on a machine that is busy.
    const maintenance = await openMaintenanceConnection(target);
    for (const statement of before) await maintenance.query(statement);
    await maintenance.close();
    const connection = await openConnection(target);
    const found = await throughAll(connection, before.length === 0);
    await connection.close();
    expect(often.length).toBeGreaterThan(60);
    expect(found).toEqual([]);
  });

  test("each of the operator's lists is read in the order of an index", async () => {
    const connection = await manyRows();
    const lists = statementsOf((from) => [
      accountLists(from),
      attemptRecords(from),
      sessionsOfAccount(from),
      auditAfter(from),
      auditBefore(from),
      webhookReads(from),
      dueClientLogouts(from),
    ]);
    const plans = await Promise.all([...lists].map((text) => planOf(connection, text)));
    await connection.close();
    expect(plans.length).toBeGreaterThan(15);
    // A search by actor or action alone reads all lines of a common actor or action.
    const leaps = plans.find((plan) => plan.includes("Recursive Union"));
    expect(leaps).toMatch(/audit_by_actor[\s\S]*audit_by_action/);
    expect(plans.filter((plan) => /Seq Scan|Sort/.test(plan) || !plan.includes("Index Cond"))).toEqual([]);
  });

  test("Today reads the attempts and the hours of its span alone, each by its time", async () => {
    const connection = await manyRows();
    const statements = statementsOf((from) => [attemptCountReads(from), signInHourReads(from)]);
    const plans = await Promise.all([...statements].map((text) => planOf(connection, text)));
    await connection.close();
    expect(plans).toHaveLength(4);
    for (const plan of plans) {
      expect(plan).toMatch(/Index Cond: \(\(?(created_at|hour) >=/);
      expect(plan).not.toContain("Seq Scan");
    }
  });

  test("a person's data is found by indexes, for export and deletion", async () => {
    const connection = await manyRows();
    const statements = statementsOf((from) => [personalRows(from), createPeople(from)]);
    const plans = await Promise.all([...statements].map((text) => planOf(connection, text)));
    await connection.close();
    expect(plans.length).toBeGreaterThan(40);
    // The operator reads all conflicts, which are few.
    const found = plans.filter((plan) => {
      const count = (what: RegExp) => plan.match(what)?.length ?? 0;
      return /Seq Scan on (?!identity_conflicts)/.test(plan) || count(/Index (Only )?Scan/g) > count(/Index Cond/g);
    });
    expect(found).toEqual([]);
  });

  /** A database with thousands of rows in each table, all of one appid, like the database of a real service. */
  async function manyRows(): Promise<Connection> {
    const target = await targetOf(await server.fresh());
    await migratePostgres({ target, clock: createFakeClock() });
    // The service's connections cancel a statement after seconds. On a busy machine this one takes longer.
    const connection = await openMaintenanceConnection(target);
    await connection.query("set session_replication_role = replica");
    for (const { fill } of (await connection.query(fills)).rows) await connection.query(String(fill));
    await connection.query("vacuum analyze");
    return connection;
  }
});

/** Selects, for each table, a statement that fills it. */
const fills = `select format('insert into %I (%s) select %s from generate_series(1, 5000) i', table_name,
    string_agg(quote_ident(column_name), ', '),
    string_agg(case when column_name = 'appid' then '''wx'''
      when column_name in ('status', 'state', 'endpoint', 'actor', 'action', 'application_id') then '''a'' || i % 5'
      when data_type = 'text' then format('md5(%L || i)', column_name) else 'i' end, ', ')) as fill
  from information_schema.columns
  where table_schema = 'public' and is_identity = 'NO' and table_name not in ('migrations', 'probe', 'wechat_tokens', 'signing_keys', 'admin_keys')
  group by table_name`;
