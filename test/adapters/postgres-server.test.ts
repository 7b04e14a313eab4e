import { describe, expect, test } from "vitest";
import { postgresAddress } from "../../src/adapters/postgres/address.ts";
import { loadDriver } from "../../src/adapters/postgres/driver.ts";
import { inspectPostgres } from "../../src/adapters/postgres/inspect.ts";
import { migratePostgres } from "../../src/adapters/postgres/store.ts";
import { faultOfServer } from "../../src/adapters/postgres/unsafe-server.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";
import { postgresHarness } from "./postgres-harness.ts";

const sound = {
  version: 180_004,
  fsync: "on",
  full_page_writes: "on",
  encoding: "UTF8",
  is_standby: 0,
  connections: 100,
};

test.each([
  ["an old one", { version: 130_022 }, "is PostgreSQL 13. Saoma needs 14"],
  ["a standby", { is_standby: 1 }, "is a standby"],
  ["one of another encoding", { encoding: "SQL_ASCII" }, "is in SQL_ASCII"],
  ["one without fsync", { fsync: "off" }, "has fsync off"],
  ["one that tears pages", { full_page_writes: "off" }, "has full_page_writes off"],
])("%s is refused with a sentence", (_, changes, sentence) => {
  expect(faultOfServer("tea at db:5432", { ...sound, ...changes })).toContain(sentence);
});

test("a sound one is not", () => {
  expect(faultOfServer("tea at db:5432", sound)).toBeUndefined();
});

test("without the driver, what to install is said", async () => {
  const load = () => Promise.reject(new Error("Cannot find package"));
  await expect(loadDriver(load)).rejects.toThrow("Run: npm install pg@8");
});

test.each([
  ["postgres://u:p%2Fw@h/d", { host: "h", port: 5432, password: "p/w", database: "d", isLocal: false }],
  ["postgresql://u@[::1]:6432/d", { host: "::1", port: 6432, isLocal: true }],
  ["postgres://u@localhost/d?host=/run/postgresql", { host: "/run/postgresql", isLocal: true }],
])("%s is understood, and its name has no password", (url, expected) => {
  expect(postgresAddress(url)).toMatchObject(expected);
  expect(postgresAddress(url).name).not.toContain("p/w");
});

describe.skipIf(!hasPostgres)("a server that forgets", () => {
  const server = usePostgres(["fsync=off"]);

  test("is refused before anything is kept there", async () => {
    const target = await targetOf(server.url("postgres"));
    await expect(migratePostgres({ target, clock: createFakeClock() })).rejects.toThrow("has fsync off");
    expect(await server.rows(server.url("postgres"), "select * from pg_tables where schemaname = 'public'")).toEqual(
      [],
    );
  });
});

describe.skipIf(!hasPostgres)("a server", () => {
  const server = usePostgres();

  test("is told apart from none, from one without the database and from one with TLS only", async () => {
    const clock = createFakeClock();
    const nowhere = migratePostgres({ target: await targetOf(server.url("nowhere")), clock });
    await expect(nowhere).rejects.toThrow(/There is no database nowhere at 127.0.0.1/);
    const migrated = migratePostgres({ target: await targetOf("postgres://saoma@127.0.0.1:9/saoma"), clock });
    await expect(migrated).rejects.toThrow(
      "No server listens at the address of the database saoma at 127.0.0.1:9. Start PostgreSQL",
    );
    const target = await targetOf(server.url("postgres"));
    const far = { ...target, address: { ...target.address, isLocal: false } };
    await expect(migratePostgres({ target: far, clock })).rejects.toThrow("has no TLS");
  });

  test("is migrated once, however many start at once, and a commit reaches its disk whatever its default", async () => {
    const url = await server.database();
    const clock = createFakeClock();
    await server.rows(url, `alter database ${url.split("/").at(-1)} set synchronous_commit = off`);
    const target = await targetOf(url);
    const applied = await Promise.all(Array.from({ length: 4 }, () => migratePostgres({ target, clock })));
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    const [{ keys, setting } = {}] = await server.rows(
      url,
      "select pg_get_constraintdef(oid) as keys, current_setting('synchronous_commit') as setting from pg_constraint where conname = 'answers_key'",
    );
    expect([keys, setting]).toEqual(["PRIMARY KEY (key, appid, created_at)", "on"]);
  });

  test("that ends all connections is used again by itself", async () => {
    const { url, open } = await postgresHarness(server);
    const store = await open();
    await store.transact(({ attempts }) => attempts.insert(sampleAttempt("a")));
    await store.read.attempt("a");
    await server.rows(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
    );
    await expect.poll(() => store.check().catch(() => "away"), { timeout: 10_000 }).toBeUndefined();
    expect(await store.read.attempt("a")).toMatchObject({ id: "a" });
  });

  test("finds nothing by a text with a NUL, and keeps none", async () => {
    const store = await (await postgresHarness(server)).open();
    expect(await store.read.attemptByScene("wx1", "a\0b")).toBeUndefined();
    await store.transact(async ({ attempts }) => expect(await attempts.byScene("wx1", "a\0b")).toBeUndefined());
    await expect(store.transact(({ attempts }) => attempts.insert(sampleAttempt("a\0b")))).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  test("orders texts by their bytes, whatever its locale", async () => {
    const { url, open } = await postgresHarness(server);
    await open();
    const columns = await server.rows(
      url,
      "select distinct collation_name from information_schema.columns where table_schema = 'public' and data_type = 'text'",
    );
    expect(columns).toEqual([{ collation_name: "C" }]);
  });
});

describe.skipIf(!hasPostgres)("a database that a newer Saoma has migrated", () => {
  const server = usePostgres();
  const clock = createFakeClock();

  async function migrated(by: string) {
    const url = await server.database();
    const target = await targetOf(url);
    await migratePostgres({ target, clock });
    await server.rows(url, by);
    return { target, migrate: () => migratePostgres({ target, clock }) };
  }

  test("is used where that took nothing away, so that a deploy can be taken back", async () => {
    const { target, migrate } = await migrated("insert into migrations values ('9999-tomorrow', 1, false)");
    expect(await migrate()).toEqual([]);
    expect(await inspectPostgres(target, clock.now(), 16)).toMatchObject({ state: "good", pending: 0 });
  });

  test.each([
    ["took something away", "insert into migrations values ('9999-tomorrow', 1, true)"],
    [
      "said nothing of it",
      "alter table migrations drop column takes_away; insert into migrations values ('9999-tomorrow', 1)",
    ],
  ])("is refused where that %s", async (_, by) => {
    const { target, migrate } = await migrated(by);
    await expect(migrate()).rejects.toThrow(/written by a newer Saoma \(it has "9999-tomorrow"\)/);
    expect(await inspectPostgres(target, clock.now(), 16)).toMatchObject({ state: "newer" });
  });

  test("whose list of migrations is from before they said it, is brought up to date", async () => {
    const url = await server.database();
    await server.rows(url, "create table migrations (name text not null primary key, applied_at bigint not null)");
    expect(await migratePostgres({ target: await targetOf(url), clock })).not.toEqual([]);
    expect(await server.rows(url, "select distinct takes_away from migrations")).toEqual([{ takes_away: "f" }]);
  });
});
