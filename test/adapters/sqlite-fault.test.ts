import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { locationOf, openReader, openWriter } from "../../src/adapters/sqlite/connection.ts";
import {
  createSqliteStore,
  migrateSqlite,
  openSqliteStore,
  type SqliteStore,
} from "../../src/adapters/sqlite/store.ts";
import { createDisposableStack } from "../../src/base/disposable-stack.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";

const clock = createFakeClock();
const otherProcess = fileURLToPath(new URL("fixtures/other-process.ts", import.meta.url));
const unavailable = expect.objectContaining({ code: "store_unavailable" });

const insert = (store: SqliteStore, id: string, content = "") =>
  store.transact(({ attempts }) => attempts.insert(sampleAttempt(id, { content })));

/** A store whose connections the test can access. */
async function openParts(path = join(ownFolder(), "saoma.db")) {
  await migrateSqlite({ path, clock });
  const place = locationOf(path);
  const opened = createDisposableStack();
  const writer = opened.use(openWriter(place));
  const reader = opened.use(openReader(place));
  const store = createSqliteStore({ path, clock, writer, reader, opened });
  onTestFinished(() => store.close());
  return { path, store, writer };
}

test("a full disk is reported, and once there is space again, the store works", async () => {
  const { store, writer, path } = await openParts();
  await insert(store, "before");
  writer.exec(`PRAGMA max_page_count = ${Number(writer.prepare("PRAGMA page_count").get()?.page_count) + 1}`);
  await expect(insert(store, "too large", "x".repeat(100_000))).rejects.toMatchObject({
    code: "store_unavailable",
    detail: expect.stringMatching(new RegExp(`${path}.* full`)),
  });
  expect(await store.read.attempt("too large")).toBeUndefined();
  expect(await store.read.attempt("before")).toBeDefined();
  writer.exec("PRAGMA max_page_count = 1000000");
  expect(await insert(store, "too large", "x".repeat(100_000))).toBe(true);
  await store.check();
});

test("work that swallows a failure of the database has failed all the same", async () => {
  const { store, writer } = await openParts();
  writer.exec(`PRAGMA max_page_count = ${Number(writer.prepare("PRAGMA page_count").get()?.page_count)}`);
  const swallowing = store.transact(async ({ attempts }) => {
    await attempts.insert(sampleAttempt("a", { content: "x".repeat(100_000) })).catch(() => {});
    await attempts.insert(sampleAttempt("b")).catch(() => {});
    return "done";
  });
  await expect(swallowing).rejects.toEqual(unavailable);
  expect(await store.read.attempt("b")).toBeUndefined();
});

test("work that swallows what a constraint refused has failed too, and nothing of it is kept", async () => {
  const { store } = await openParts();
  const swallowing = store.transact(async ({ attempts, browsers }) => {
    await attempts.insert(sampleAttempt("a"));
    await browsers
      .remember({ browserHash: "browser", accountId: "nobody", applicationId: "shop" }, 1, 1)
      .catch(() => {});
  });
  await expect(swallowing).rejects.toMatchObject({ code: "internal" });
  expect(await store.read.attempt("a")).toBeUndefined();
});

test("where the commit fails, nothing of its group is kept and all its transactions reject", async () => {
  const { store, writer } = await openParts();
  writer.exec("create table hollow (account text references accounts (id) deferrable initially deferred) strict");
  const orphan = store.transact(async ({ attempts }) => {
    await attempts.insert(sampleAttempt("a"));
    writer.exec("insert into hollow values ('nobody')");
  });
  const results = await Promise.allSettled([insert(store, "first"), orphan, insert(store, "last")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  for (const id of ["first", "a", "last"]) expect(await store.read.attempt(id)).toBeUndefined();
  expect(await insert(store, "first")).toBe(true);
});

test("a database that stays locked is given up after a while, and works when it is free again", async () => {
  const { store, path } = await openParts();
  using other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  await expect(insert(store, "a")).rejects.toMatchObject({
    code: "store_unavailable",
    detail: expect.stringContaining("locked"),
  });
  other.exec("ROLLBACK");
  expect(await insert(store, "a")).toBe(true);
});

test("a file that is no database is refused with what to do", async () => {
  const path = join(ownFolder(), "saoma.db");
  writeFileSync(path, "This is not a database, whatever its name may say. ".repeat(100));
  const opening = openSqliteStore({ path, clock });
  await expect(opening).rejects.toEqual(unavailable);
  await expect(opening).rejects.toThrow(
    /saoma\.db is damaged\. Stop Saoma and run `saoma restore` with the last backup.*\.recover/,
  );
});

test("a damaged page is found by who meets it, with what to do, and the rest still works", async () => {
  const { path, store } = await openParts();
  for (let index = 0; index < 200; index++) await insert(store, `${index}`, "x".repeat(500));
  await store.close();
  damageTable(path, "attempts");
  const opened = await openSqliteStore({ path, clock });
  onTestFinished(() => opened.close());
  await expect(opened.read.attempt("100")).rejects.toMatchObject({
    code: "store_unavailable",
    detail: expect.stringMatching(/damaged.*\.recover/),
  });
  expect(await opened.read.account("nobody")).toBeUndefined();
  await opened.check();
});

test("a database cut short is refused or found, never taken for sound", async () => {
  const { path, store } = await openParts();
  for (let index = 0; index < 200; index++) await insert(store, `${index}`, "x".repeat(500));
  await store.close();
  truncateSync(path, statSync(path).size - 40_960);
  const reading = async () => {
    const opened = await openSqliteStore({ path, clock });
    onTestFinished(() => opened.close());
    for (let index = 0; index < 200; index++) await opened.read.attempt(`${index}`);
  };
  await expect(reading()).rejects.toEqual(unavailable);
});

test("a path that cannot be a file is refused with a sentence", async () => {
  const path = join(ownFolder(), "saoma.db");
  mkdirSync(path);
  await expect(openSqliteStore({ path, clock })).rejects.toThrow(`${path} cannot be opened`);
});

test("a folder that cannot be made is said with the path", async () => {
  const file = join(ownFolder(), "file");
  writeFileSync(file, "");
  const opening = openSqliteStore({ path: join(file, "saoma.db"), clock });
  await expect(opening).rejects.toEqual(unavailable);
  await expect(opening).rejects.toThrow(`${join(file, "saoma.db")} cannot be opened`);
});

test("a user who may not write the database is told which command allows it", async () => {
  const folder = ownFolder();
  const path = join(folder, "saoma.db");
  for (const prepared of [() => {}, () => void migrateSqlite({ path, clock }), () => chmodSync(path, 0o400)]) {
    chmodSync(folder, 0o700);
    await prepared();
    chmodSync(folder, 0o500);
    const { stdout } = spawnSync(process.execPath, [otherProcess, path], { encoding: "utf8" });
    expect(stdout).toMatch(/saoma\.db cannot be written by \w+\. Run `chown -R \w+ \S+` as root/);
  }
  chmodSync(folder, 0o700);
});

// No process can see what a power cut would lose. What the connection was told can be read.
test("every commit is synced to the disk, and foreign keys hold", async () => {
  const { writer } = await openParts();
  const pragma = (name: string) => Object.values(writer.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect(["journal_mode", "synchronous", "fullfsync", "foreign_keys"].map(pragma)).toEqual(["wal", 2, 1, 1]);
});

test("a damaged copy of the log loses the transactions missing in it, not the database", async () => {
  const { path, store } = await openParts();
  await insert(store, "a");
  const copy = join(ownFolder(), "copy.db");
  copyFileSync(path, copy);
  writeFileSync(`${copy}-wal`, readFileSync(`${path}-wal`).subarray(0, -100));
  const opened = await openSqliteStore({ path: copy, clock });
  onTestFinished(() => opened.close());
  await opened.check();
});

/** Overwrites the root page of a table. */
function damageTable(path: string, table: string): void {
  using connection = new DatabaseSync(path);
  const page = Number(connection.prepare("select rootpage from sqlite_schema where name = ?").get(table)?.rootpage);
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, (page - 1) * 4096);
}
