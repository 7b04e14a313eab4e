import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { backupSqlite } from "../../src/adapters/sqlite/backup.ts";
import { openSqliteStore, type SqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";
import { startWriter } from "./writer.ts";

const clock = createFakeClock();

async function open(path: string): Promise<SqliteStore> {
  const store = await openSqliteStore({ path, clock });
  onTestFinished(() => store.close());
  return store;
}

/** A database with some rows, in its own folder. */
async function place() {
  const folder = ownFolder();
  const path = join(folder, "saoma.db");
  const store = await open(path);
  await store.transact(({ attempts }) => attempts.insert(sampleAttempt("before")));
  return { folder, path, to: join(folder, "backup.db"), store };
}

test("a backup under load has everything that was acknowledged before it, and delays no transaction", async () => {
  const folder = ownFolder();
  const path = join(folder, "saoma.db");
  const writer = startWriter(path, "load");
  for (let round = 0; round < 3; round++) {
    while (writer.acknowledged().length < (round + 1) * 300) {
      await Promise.race([once(writer.child.stdout ?? writer.child, "data"), writer.exited]);
      if (writer.child.exitCode !== null) throw new Error(writer.complaints());
    }
    const acknowledged = writer.acknowledged();
    const to = join(folder, `${round}.db`);
    backupSqlite({ path, to, force: false });
    const copy = await open(to);
    for (const id of acknowledged) expect((await copy.read.attempt(id))?.status).toBe("scanned");
  }
}, 60_000);

test("a backup is one complete file that only its owner can read, without deleted data", async () => {
  const { folder, path, to, store } = await place();
  await store.transact(({ attempts }) => attempts.insert(sampleAttempt("x", { content: "forget this" })));
  await store.housekeeping.attempts(10 ** 15, 1_000);
  await store.transact(({ attempts }) => attempts.insert(sampleAttempt("after")));
  expect(backupSqlite({ path, to, force: false })).toBe(statSync(to).size);
  expect(statSync(to).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => !name.startsWith("saoma.db"))).toEqual(["backup.db"]);
  expect(readFileSync(to, "latin1")).not.toContain("forget this");
  using copy = new DatabaseSync(to, { readOnly: true });
  expect(copy.prepare("select id from attempts").all()).toEqual([{ id: "after" }]);
});

test("an existing file is replaced only on request, and the database itself never", async () => {
  const { folder, path, to } = await place();
  writeFileSync(to, "something dear");
  expect(() => backupSqlite({ path, to, force: false })).toThrow("is there already. Name another file, or add --force");
  expect(readFileSync(to, "utf8")).toBe("something dear");
  backupSqlite({ path, to, force: true });
  expect(readFileSync(to, "latin1")).toMatch(/^SQLite format 3/);
  const alias = join(folder, "alias.db");
  symlinkSync(path, alias);
  for (const own of [path, alias, `${path}-wal`]) {
    expect(() => backupSqlite({ path, to: own, force: true })).toThrow("is the database itself");
  }
  expect(() => backupSqlite({ path, to: folder, force: true })).toThrow("is no file");
});

test("a backup that cannot be made is a sentence, and leaves nothing", async () => {
  const { folder, path, to, store } = await place();
  expect(() => backupSqlite({ path: join(folder, "none.db"), to, force: false })).toThrow("There is no database at");
  expect(() => backupSqlite({ path, to: join(folder, "none/b.db"), force: false })).toThrow(
    /none\/b\.db cannot be written/,
  );
  for (let id = 0; id < 300; id++)
    await store.transact(({ attempts }) => attempts.insert(sampleAttempt(`${id}`, { content: "x".repeat(500) })));
  await store.close();
  truncateSync(path, statSync(path).size - 40_960);
  expect(() => backupSqlite({ path, to, force: false })).toThrow(/is damaged/);
  expect(existsSync(to)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});
