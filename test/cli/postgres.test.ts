import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import { checkPostgres } from "../../src/cli/doctor/check-postgres.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAccount, sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";
import { folderWith, running, saoma } from "./saoma.ts";

const options = {
  origin: "https://login.tea.example",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  sources: [
    {
      kind: "service",
      appid: "wx0123456789abcdef",
      name: "Tea House",
      secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
      token: "teahouse2026",
      aesKey: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
    },
  ],
  applications: [{ id: "tea", name: "Tea House" }],
};
const folderFor = (url: string): string =>
  folderWith({ "saoma.config.mjs": `export default ${JSON.stringify({ ...options, database: { url } })}` });

describe.skipIf(!hasPostgres)("with PostgreSQL", () => {
  const server = usePostgres();
  const examined = async (url: string, connections = 16) =>
    (await checkPostgres({ url: new Secret(url), tls: "verified", connections }, { applications: [] }, 0)).map(
      ({ id }) => id,
    );

  test("migrate brings it up to date, and serve serves on it", async () => {
    const url = await server.database();
    const cwd = folderFor(url);
    expect((await saoma(["migrate"], { cwd })).stdout).toMatch(
      /^applied 0001.+\n(.*\n)*The database \S+ at 127.* is up to date\.\n$/,
    );
    expect((await saoma(["config", "check"], { cwd })).stdout).toContain("The configuration is good");
    const service = await running(["serve", "--port", "0"], { cwd });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    expect((await service.stop()).code).toBe(0);
  });

  const checked = (database: object) =>
    saoma(["config", "check"], {
      cwd: folderWith({ "saoma.config.mjs": `export default ${JSON.stringify({ ...options, database })}` }),
    });
  const far = "postgres://saoma:p4ss@db.tea.example/tea";

  test.each([
    ["no file of the authority", { url: far, ca: "none.pem" }, "database.ca cannot be read"],
    ["TLS weakened in the URL", { url: `${far}?sslmode=disable` }, "database.url must not weaken TLS by sslmode"],
    ["a URL without the database", { url: "postgres://saoma:p4ss@db" }, "database.url must name the database"],
  ])("config check reports the error: %s", async (_, database, sentence) => {
    const { code, stderr } = await checked(database);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("p4ss");
  });

  test("config check warns of a connection that is not verified, and asks no server", async () => {
    const { code, stdout } = await checked({ url: far, tls: "unverified" });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Warning: database\.tls is "unverified".* the server is not verified\.$/m);
    expect(stdout).toContain("The configuration is good");
  });

  test("backup and restore say what to use, and restore --in-place ends what lived in the dump", async () => {
    const url = await server.fresh();
    const cwd = folderFor(url);
    const store = await openPostgresStore({ target: await targetOf(url), clock: systemClock });
    await store.transact(({ attempts }) => attempts.insert(sampleAttempt("a")));
    await store.close();
    expect((await saoma(["backup", "b"], { cwd })).stderr).toContain("pg_dump");
    expect((await saoma(["restore", "b"], { cwd })).stderr).toContain("pg_restore");
    expect((await saoma(["restore", "--in-place"], { cwd })).stderr).toContain("Add --yes");
    const { stdout, code } = await saoma(["restore", "--in-place", "--yes"], { cwd });
    expect([code, stdout]).toEqual([0, "Ended what lived in the backup: sessions 0, sign-ins under way 1.\n"]);
    expect(await server.rows(url, "select status from attempts")).toEqual([{ status: "expired" }]);
  });

  test("the doctor says how it is", async () => {
    const url = await server.database();
    expect(await examined(url)).toEqual(["postgres.pending"]);
    await (await openPostgresStore({ target: await targetOf(url), clock: createFakeClock() })).close();
    expect(await examined(url)).toEqual(["postgres.good"]);
    expect(await examined(url, 200)).toEqual(["postgres.connections", "postgres.good"]);
    await server.rows(url, "insert into migrations values ('9999-later', 1)");
    expect(await examined(url)).toEqual(["postgres.newer"]);
  });

  test("the doctor names objects of another program, and missing ones", async () => {
    const foreign = await server.database();
    await server.rows(foreign, "create table accounts (id int)");
    expect(await examined(foreign)).toEqual(["postgres.foreign"]);
    expect(await examined(server.url("nowhere"))).toEqual(["postgres.away"]);
    const latin = await server.database("encoding 'LATIN1'");
    expect(await examined(latin)).toEqual(["postgres.unsafe"]);
  });

  test("move copies a whole SQLite file, once, and later rows are numbered after it", async () => {
    const url = await server.fresh();
    const cwd = folderFor(url);
    const path = join(cwd, "old.db");
    const old = await openSqliteStore({ path, clock: systemClock });
    await old.transact(async ({ attempts, accounts }) => {
      for (let index = 0; index < 450; index++) await attempts.insert(sampleAttempt(`${index}`));
      await accounts.findOrCreate({ appid: "wx1", openId: "person" }, sampleAccount("account"));
    });
    const before = await old.read.attempt("7");
    await old.close();
    const moved = await saoma(["move", "old.db"], { cwd });
    expect(moved.stdout).toMatch(/^accounts 1\nidentities 1\nattempts 450\nAll of .*\n.*\n$/);
    const store = await openPostgresStore({ target: await targetOf(url), clock: systemClock });
    onTestFinished(() => store.close());
    expect(await store.read.attempt("7")).toEqual(before);
    expect(await store.transact(({ attempts }) => attempts.insert(sampleAttempt("later")))).toBe(true);
    const again = await saoma(["move", "old.db"], { cwd });
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringContaining("is not empty: it has 1 accounts. Nothing was moved."),
    ]);
    expect((await saoma(["move", "none.db"], { cwd })).stderr).toContain("There is no database at");
  });

  test("what keeps it from starting is one sentence", async () => {
    const foreign = await server.database();
    await server.rows(foreign, "create table accounts (id int)");
    const { stderr } = await saoma(["migrate"], { cwd: folderFor(foreign) });
    expect(stderr).toMatch(/^saoma: The database \S+ at \S+ has another program's tables\. .*\n$/);
  });
});
