import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { createHousekeeping } from "../../src/adapters/sql/housekeeping.ts";
import { createSqlLimits } from "../../src/adapters/sql/limits.ts";
import { migrations } from "../../src/adapters/sql/migrations/migrations.ts";
import type { Migration } from "../../src/adapters/sql/migrations/tables.ts";
import { compile } from "../../src/adapters/sql/statement.ts";
import { createReads, createStores, writeProbe } from "../../src/adapters/sql/stores.ts";
import { loadWechatToken, saveWechatToken } from "../../src/adapters/sql/wechat-tokens.ts";
import { createSqlBuilder } from "../../src/adapters/sqlite/dialect.ts";
import { migrate } from "../../src/adapters/sqlite/migrate.ts";
import { createSqliteSql } from "../../src/adapters/sqlite/statements.ts";
import { migrateSqlite, openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { ownFolder } from "./folder.ts";

const clock = createFakeClock();

const migrator = fileURLToPath(new URL("fixtures/migrator.ts", import.meta.url));

const names = migrations.map(({ name }) => name);

function inMemory(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  onTestFinished(() => connection.close());
  return connection;
}

const tablesOf = (connection: DatabaseSync) =>
  connection
    .prepare("select name from sqlite_schema where type = 'table'")
    .all()
    .map(({ name }) => name);

test("a database is migrated once, and the migrations are reported", async () => {
  const path = join(ownFolder(), "saoma.db");
  expect(await migrateSqlite({ path, clock })).toEqual(names);
  expect(await migrateSqlite({ path, clock })).toEqual([]);
});

test("two who open a new database at once both find it made", async () => {
  const path = join(ownFolder(), "saoma.db");
  const stores = await Promise.all([openSqliteStore({ path, clock }), openSqliteStore({ path, clock })]);
  for (const store of stores) await store.check();
  for (const store of stores) await store.close();
});

test("what another process applied while we waited for the lock is not applied twice", () => {
  const path = join(ownFolder(), "saoma.db");
  using connection = new DatabaseSync(path);
  using other = new DatabaseSync(path);
  const exec = connection.exec.bind(connection);
  const appliedMeanwhile: string[] = [];
  connection.exec = (text) => {
    if (text === "BEGIN IMMEDIATE") appliedMeanwhile.push(...migrate(other, path, 0));
    exec(text);
  };
  expect(migrate(connection, path, 0)).toEqual([]);
  expect(appliedMeanwhile).toEqual(names);
});

test("an interrupted migration leaves nothing, and is done when it is tried again", () => {
  const connection = inMemory();
  const broken: Migration = {
    name: "9999-broken",
    up: ({ rows }) => [
      rows("half").addColumn("id", "integer"),
      { compile: () => sql`create nonsense`.compile(createSqlBuilder()) },
    ],
  };
  const mended: Migration = { ...broken, up: (tables) => broken.up(tables).slice(0, 1) };
  expect(() => migrate(connection, "saoma.db", 0, [...migrations, broken])).toThrow();
  expect(tablesOf(connection)).not.toContain("half");
  expect(migrate(connection, "saoma.db", 0, [...migrations, mended])).toEqual(["9999-broken"]);
  expect(tablesOf(connection)).toContain("half");
});

test("killed at any statement of a migration, a database is brought up to date by the next start", async () => {
  const folder = ownFolder();
  const killedAt = (last: number) => spawnSync(process.execPath, [migrator, join(folder, `${last}.db`), `${last}`]);
  const statements = Number(killedAt(0).stdout);
  expect(statements).toBeGreaterThan(50);
  const wanted = schemaOf(join(folder, "0.db"));
  for (let last = 1; last <= statements; last += 4) {
    expect(killedAt(last).signal).toBe("SIGKILL");
    const store = await openSqliteStore({ path: join(folder, `${last}.db`), clock });
    await store.check();
    await store.close();
    expect(schemaOf(join(folder, `${last}.db`))).toEqual(wanted);
  }
}, 360_000);

/** The SQL of every table and index. */
function schemaOf(path: string) {
  using connection = new DatabaseSync(path, { readOnly: true });
  return connection.prepare("select name, sql from sqlite_schema order by name").all();
}

test("another program's database is refused, and nothing is made in it", async () => {
  for (const theirs of [
    "create table people (name text)",
    "create table migrations (id integer, name text)",
    "create table migrations (name text, applied_at text); insert into migrations values ('001_users', '')",
  ]) {
    const path = join(ownFolder(), "theirs.db");
    using connection = new DatabaseSync(path);
    connection.exec(theirs);
    const before = schemaOf(path);
    await expect(openSqliteStore({ path, clock })).rejects.toMatchObject({
      code: "store_unavailable",
      message: expect.stringMatching(/is another program's\. Name a file of Saoma's own in database\.path/),
    });
    expect(schemaOf(path)).toEqual(before);
  }
});

test("a database of a newer version is refused with a sentence, and left as it is", async () => {
  const path = join(ownFolder(), "saoma.db");
  await migrateSqlite({ path, clock });
  using connection = new DatabaseSync(path);
  connection.exec("insert into migrations values ('9999-tomorrow', 0)");
  for (const open of [migrateSqlite, openSqliteStore]) {
    await expect(open({ path, clock })).rejects.toMatchObject({
      code: "store_unavailable",
      message: expect.stringMatching(/written by a newer Saoma.*"9999-tomorrow"/),
    });
  }
});

test("of older accounts, those with a picture have their name from WeChat; of the others it is not known", () => {
  const connection = inMemory();
  const before = migrations.filter(({ name }) => name < "0012");
  migrate(connection, "saoma.db", 0, before);
  connection.exec(`insert into accounts (id, name, avatar, created_at) values ('told', '小明', 'https://a.test/1', 0);
    insert into accounts (id, name, created_at) values ('brought', '老客', 0);
    insert into identities (appid, open_id, account_id) values ('wx1', 'o1', 'told'), ('wx1', 'o2', 'brought')`);
  migrate(connection, "saoma.db", 0);
  const told = connection.prepare("select id, told_by, told_name, told_avatar from accounts order by id").all();
  expect(told.map((row) => ({ ...row }))).toEqual([
    { id: "brought", told_by: null, told_name: null, told_avatar: null },
    { id: "told", told_by: "wx1", told_name: "小明", told_avatar: "https://a.test/1" },
  ]);
});

test("a migration that binds a value is refused, since a schema has none", () => {
  const binding: Migration = { name: "1", up: () => [{ compile: () => sql`select ${1}`.compile(createSqlBuilder()) }] };
  expect(() => migrate(inMemory(), "saoma.db", 0, [binding])).toThrow(TypeError);
});

test("every query finds its rows by an index", () => {
  const connection = inMemory();
  migrate(connection, "saoma.db", 0);
  const plans: string[] = [];
  const { db, prepare } = createSqliteSql(connection, (step) => step());
  const explaining = {
    db,
    prepare: ((build) => {
      const text = compile(build).sql;
      for (const { detail } of connection.prepare(`explain query plan ${text}`).all()) plans.push(`${detail}: ${text}`);
      return prepare(build);
    }) as typeof prepare,
  };
  for (const make of [
    createStores,
    createHousekeeping,
    createReads,
    createSqlLimits,
    writeProbe,
    loadWechatToken,
    saveWechatToken,
  ])
    make(explaining);
  expect(plans.length).toBeGreaterThan(20);
  // Some scans are right. A list that is passed as JSON is read whole. There are two or three signing keys, which are read together. The operator reads all conflicts. Administrators have few sessions.
  // The recursive steps through the audit are rows of the search itself. Counted rows and a browser's recent attempts come from a subquery that uses an index. The accounts of one browser
  // are few, and are sorted when they are read. The outbox is read in the order of its index, up to a limit. The
  // sign-ins of a few minutes are sorted into their groups when they are counted. A person's accounts are found in
  // several ways, and are sorted when the results are merged.
  // One appid has nearly all rows, so a search by appid alone counts as a scan, too. Chat codes
  // live for minutes, and an appid has one token.
  const isScan =
    /^(SCAN (?!CONSTANT ROW|leap|signing_keys|admin_keys|identity_conflicts|counted|outbox|recent|json_each)|USE TEMP B-TREE(?!.*"sessions"|.*"console_sessions"|.*"recent"|[^"]*"applicationId"|[\s\S]* union )|SEARCH (?!chat_codes|wechat_tokens)[^:]*\(appid=\?\))/;
  expect(plans.filter((plan) => isScan.test(plan))).toEqual([]);
  // A search by actor or action alone reads all lines of a common actor or action.
  const leaps = plans.filter((plan) => plan.includes("recursive leap")).join("\n");
  for (const index of ["audit_by_actor (actor=? AND seq<?)", "audit_by_action (action=? AND seq<?)"])
    expect(leaps).toContain(index);
});
