import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { backupSqlite } from "../../src/adapters/sqlite/backup.ts";
import { moveAside } from "../../src/adapters/sqlite/existing-database.ts";
import { lockExclusive } from "../../src/adapters/sqlite/file-lock.ts";
import { type RestoreOptions, restoreSqlite } from "../../src/adapters/sqlite/restore.ts";
import { openSqliteStore, type SqliteStore } from "../../src/adapters/sqlite/store.ts";
import { invalidateAfterRestore } from "../../src/login/accounts/end-restored.ts";
import type { PastEnded } from "../../src/ports/people.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import {
  insertAttempts,
  insertSessions,
  sampleAttempt,
  sampleSession,
  withAccount,
} from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";

const clock = createFakeClock();

async function open(path: string): Promise<SqliteStore> {
  const store = await openSqliteStore({ path, clock });
  onTestFinished(() => store.close());
  return store;
}

/** A backup with a live session, and the later database: the session has ended, and there is a new attempt. */
async function place() {
  const folder = ownFolder();
  const [path, from] = [join(folder, "saoma.db"), join(folder, "backup.db")];
  const store = await open(path);
  await withAccount(store);
  await insertSessions(store, sampleSession("a", { expiresAt: clock.now() + 9e9 }));
  backupSqlite({ path, to: from, force: false });
  await store.transact(({ sessions, now }) => sessions.end("a", "undone", now));
  await insertAttempts(store, sampleAttempt("since"));
  return { folder, path, from, store };
}

const restore = (given: Pick<RestoreOptions<PastEnded>, "path" | "from"> & Partial<RestoreOptions<PastEnded>>) =>
  restoreSqlite({ clock, agree: async () => {}, prepare: invalidateAfterRestore, ...given });

const refusal = (message: RegExp) =>
  expect.objectContaining({ code: "store_unavailable", message: expect.stringMatching(message) });

test("sessions that ended since the backup stay ended, and the replaced database is kept", async () => {
  const { folder, path, from, store } = await place();
  await store.close();
  const before = readFileSync(from);
  const { prepared, kept = "" } = await restore({ path, from });
  expect(prepared).toEqual({ sessions: 1, attempts: 0 });
  expect(readFileSync(from).equals(before)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const restored = await open(path);
  expect((await restored.read.sessionById("a"))?.end).toBe("restored");
  expect(await restored.read.attempt("since")).toBeUndefined();
  const old = await open(kept);
  expect((await old.read.sessionById("a"))?.end).toBe("undone");
  expect(await old.read.attempt("since")).toBeDefined();
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a database that any process has open is not restored, even if it is damaged", async () => {
  const { path, from, store } = await place();
  await expect(restore({ path, from })).rejects.toEqual(refusal(/is in use\. Stop the service/));
  expect(await store.read.attempt("since")).toBeDefined();
  await store.close();
  using other = new DatabaseSync(path);
  other.prepare("select 1 from accounts").get();
  await expect(restore({ path, from })).rejects.toEqual(refusal(/is in use/));
  other.close();
  const again = await open(path);
  writeFileSync(path, "no database any more ".repeat(500));
  await expect(restore({ path, from })).rejects.toEqual(refusal(/is in use/));
  await again.close();
  await restore({ path, from });
});

test("no process can open a database while it is restored", async () => {
  const { path, store } = await place();
  await store.close();
  using alone = lockExclusive(path);
  await expect(openSqliteStore({ path, clock })).rejects.toEqual(refusal(/is being restored\. Start again/));
  alone.close();
  await open(path);
});

test("a backup that is of no use is refused with a sentence, and nothing is changed", async () => {
  const { folder, path, from, store } = await place();
  for (let id = 0; id < 300; id++) await insertAttempts(store, sampleAttempt(`${id}`, { content: "x".repeat(500) }));
  const file = (name: string) => join(folder, name);
  backupSqlite({ path, to: file("cut.db"), force: false });
  truncateSync(file("cut.db"), statSync(file("cut.db")).size - 8_192);
  writeFileSync(file("text.db"), "This is a text. ".repeat(100));
  writeFileSync(file("empty.db"), "");
  copyFileSync(from, file("newer.db"));
  const run = (name: string, sql: string) => {
    using connection = new DatabaseSync(file(name));
    connection.exec(sql);
  };
  run("newer.db", "insert into migrations values ('9999-tomorrow', 0)");
  run("other.db", "create table others (a)");
  await store.close();
  for (const [name, message] of [
    ["none.db", /There is no file .*none\.db/],
    ["empty.db", /empty\.db is empty/],
    ["text.db", /text\.db is damaged \(file is not a database\)\. Take an older backup/],
    ["cut.db", /cut\.db is damaged .*Take an older backup/],
    ["other.db", /other\.db is no database of Saoma's/],
    ["newer.db", /newer\.db was written by a newer Saoma \(it has "9999-tomorrow"\)/],
    ["saoma.db", /is the database itself/],
  ] as const) {
    await expect(restore({ path, from: file(name) })).rejects.toEqual(refusal(message));
  }
  const disagreeing = restore({ path, from, agree: () => Promise.reject(new Error("no")) });
  await expect(disagreeing).rejects.toThrow("no");
  const standing = await open(path);
  expect(await standing.read.attempt("since")).toBeDefined();
  expect(readdirSync(folder).filter((name) => name.includes("before-restore"))).toEqual([]);
});

test("an older backup is brought up to date", async () => {
  const { path, from, store } = await place();
  await store.close();
  const old = new DatabaseSync(from);
  old.exec("drop table outbox; delete from migrations where name = '0009-mobile'");
  old.exec("alter table attempts drop column link");
  old.close();
  await restore({ path, from });
  await insertAttempts(await open(path), sampleAttempt("new", { link: "weixin://dl/business" }));
});

test("a damaged database, and one that is not there, are replaced; the files of the damaged one are kept", async () => {
  const { folder, path, from, store } = await place();
  await store.close();
  writeFileSync(path, "no database any more ".repeat(500));
  const { kept = "" } = await restore({ path, from });
  expect(readFileSync(kept, "utf8")).toContain("no database any more");
  await (await open(path)).check();
  const fresh = join(folder, "new/folder/saoma.db");
  expect((await restore({ path: fresh, from })).kept).toBeUndefined();
  await (await open(fresh)).check();
});

test("the log of what stood there goes with it, and no other is overwritten", () => {
  const path = join(ownFolder(), "saoma.db");
  const kept = ["one", "two", "three"].map((text) => {
    writeFileSync(path, text);
    writeFileSync(`${path}-wal`, `log of ${text}`);
    return moveAside(path, clock.now()) ?? "";
  });
  expect(kept.map((name) => readFileSync(`${name}-wal`, "utf8"))).toEqual(["log of one", "log of two", "log of three"]);
  expect(existsSync(`${path}-wal`)).toBe(false);
});

const script = fileURLToPath(new URL("fixtures/restorer.ts", import.meta.url));

/** Runs a restore that kills itself before its step `last`. Returns its output. */
async function restoreUntil(path: string, from: string, last: number): Promise<string> {
  const child = spawn(process.execPath, [script, path, from, `${last}`], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  await once(child, "close");
  return said;
}

/** Which database is in place, complete: the old one or the restored one. */
async function standing(path: string): Promise<string> {
  using connection = new DatabaseSync(path);
  expect(connection.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  connection.close();
  const store = await openSqliteStore({ path, clock });
  const [end, since] = [(await store.read.sessionById("a"))?.end, await store.read.attempt("since")];
  await store.close();
  return `${end}${since ? ", since" : ""}`;
}

test("killed at any step, a restore leaves the one database or the other, and works when it is run again", async () => {
  const { folder, path, from, store } = await place();
  await store.close();
  const copy = (name: string) => {
    const made = join(folder, name, "saoma.db");
    cpSync(path, made, { recursive: true });
    return made;
  };
  const steps = Number(await restoreUntil(copy("whole"), from, 0));
  expect(steps).toBeGreaterThan(20);
  const found: string[] = [];
  for (let last = 1; last <= steps; last++) {
    const made = copy(`${last}`);
    expect(await restoreUntil(made, from, last)).toBe("");
    expect(existsSync(made)).toBe(true);
    found.push(await standing(made));
    await restore({ path: made, from });
    expect(await standing(made)).toBe("restored");
    expect(readdirSync(join(folder, `${last}`)).filter((name) => name.startsWith("."))).toEqual([]);
  }
  expect([...new Set(found)]).toEqual(["undone, since", "restored"]);
  console.log(
    `${steps} kills: ${found.filter((one) => one !== "restored").length} left the old one, the others the new`,
  );
}, 180_000);
