import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAccount, sampleAttempt } from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";
import { startWriter } from "./writer.ts";

const clock = createFakeClock();

async function open(path: string) {
  const store = await openSqliteStore({ path, clock });
  onTestFinished(() => store.close());
  return store;
}

test("only its owner may read the database, and the folder made for it", async () => {
  const folder = join(ownFolder(), "data", "saoma");
  const store = await open(join(folder, "saoma.db"));
  await store.check();
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect(mode(folder)).toBe(0o700);
  const files = readdirSync(folder).map((name) => [name, mode(join(folder, name))]);
  expect(Object.fromEntries(files)).toEqual({
    "saoma.db": 0o600,
    "saoma.db-lock": 0o600,
    "saoma.db-shm": 0o600,
    "saoma.db-wal": 0o600,
  });
});

test("a folder that was there keeps its mode", async () => {
  const folder = join(ownFolder(), "data");
  mkdirSync(folder, { mode: 0o755 });
  await open(join(folder, "saoma.db"));
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});

test("a database in memory is each its own, and leaves nothing behind", async () => {
  const folder = ownFolder();
  vi.stubEnv("TMPDIR", folder);
  const [one, other] = [await open(":memory:"), await open(":memory:")];
  vi.unstubAllEnvs();
  await one.transact(({ attempts }) => attempts.insert(sampleAttempt("a")));
  expect(await one.read.attempt("a")).toEqual(sampleAttempt("a"));
  expect(await other.read.attempt("a")).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(2);
  await one.close();
  await other.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("tokens of WeChat outlive a restart, and a newer one takes the older one's place", async () => {
  const path = join(ownFolder(), "saoma.db");
  const first = await open(path);
  expect(await first.wechatTokens.load("wx1")).toBeUndefined();
  await first.wechatTokens.save("wx1", { value: "old", expiresAt: 1 });
  await first.wechatTokens.save("wx1", { value: "new", expiresAt: 2 });
  await first.close();
  const second = await open(path);
  expect(await second.wechatTokens.load("wx1")).toEqual({ value: "new", expiresAt: 2 });
  expect(await second.wechatTokens.load("wx2")).toBeUndefined();
});

test("a token of WeChat saved inside a transaction fails instead of hanging", async () => {
  const store = await open(":memory:");
  const saving = store.transact(() => store.wechatTokens.save("wx1", { value: "value", expiresAt: 1 }));
  await expect(saving).rejects.toThrow(TypeError);
});

test("a transaction reads an identity once, and again after it has written", async () => {
  const store = await open(":memory:");
  const reads = vi.spyOn(StatementSync.prototype, "get");
  onTestFinished(() => reads.mockRestore());
  const person = { appid: "wx1", openId: "person" };
  await store.transact(async ({ accounts }) => {
    for (let n = 0; n < 3; n++) expect(await accounts.identity("wx1", "person")).toBeUndefined();
    expect(reads).toHaveBeenCalledTimes(1);
    expect(await accounts.identity("wx1", "another")).toBeUndefined();
    await accounts.findOrCreate(person, sampleAccount("a"));
    expect(await accounts.identity("wx1", "person")).toEqual({ ...person, accountId: "a" });
  });
  await store.transact(async ({ accounts }) => {
    await accounts.setLost("a", "wx1", "person", 5_000);
    expect((await accounts.identity("wx1", "person"))?.lostAt).toBe(5_000);
  });
});

test("work does not run in the async context of another caller of its group, and each caller continues in its own", async () => {
  const store = await open(":memory:");
  const request = new AsyncLocalStorage<number>();
  const ids = Array.from({ length: 64 }, (_, id) => id);
  const ask = async () => [await store.transact(async () => request.getStore()), request.getStore()];
  const seen = await Promise.all(ids.map((id) => request.run(id, ask)));
  expect(seen).toEqual(ids.map((id) => [undefined, id]));
});

test("work that fails, before or after it has written, takes nothing of its group along and leaves nothing", async () => {
  const store = await open(":memory:");
  let runs = 0;
  const failing = (n: number): boolean => n % 5 === 0 || n % 7 === 0;
  const jobs = Array.from({ length: 64 }, (_, n) =>
    store.transact(async ({ attempts }) => {
      runs++;
      if (n % 5 === 0) throw new Error(`refused ${n}`);
      await attempts.insert(sampleAttempt(`attempt ${n}`));
      if (n % 7 === 0) throw new Error(`failed ${n}`);
      return n;
    }),
  );
  for (const [n, job] of (await Promise.allSettled(jobs)).entries()) {
    expect(job.status).toBe(failing(n) ? "rejected" : "fulfilled");
    expect((await store.read.attempt(`attempt ${n}`)) !== undefined).toBe(!failing(n));
  }
  // Jobs before the first one that failed late ran twice. No job ran more often.
  expect(runs).toBeGreaterThan(64);
  expect(runs).toBeLessThan(128);
});

test("transactions that keep coming leave the event loop its turns", async () => {
  const store = await open(":memory:");
  let stop = false;
  let turns = 0;
  const loops = Array.from({ length: 200 }, async () => {
    while (!stop) await store.transact(({ attempts }) => attempts.get("none"));
  });
  for (; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 0));
  stop = true;
  await Promise.all(loops);
  expect(turns).toBe(20);
});

test("jobs that wait together share one sync of the disk", async () => {
  const path = join(ownFolder(), "saoma.db");
  const store = await open(path);
  const frames = () => statSync(`${path}-wal`).size;
  await store.check();
  const before = frames();
  await Promise.all(Array.from({ length: 64 }, () => store.check()));
  const together = frames() - before;
  await store.check();
  expect(together).toBe(frames() - before - together);
});

test("two processes on one database both get their turn", async () => {
  const path = join(ownFolder(), "saoma.db");
  const store = await open(path);
  const writer = startWriter(path, "theirs", 300);
  const ours: string[] = [];
  while (writer.acknowledged().length < 300 && writer.child.exitCode === null) {
    const id = `ours-${ours.length}`;
    if (await store.transact(({ attempts }) => attempts.insert(sampleAttempt(id)))) ours.push(id);
  }
  await writer.exited;
  expect(writer.complaints()).toBe("");
  expect(ours.length).toBeGreaterThan(0);
  const theirs = Array.from({ length: 300 }, (_, index) => `theirs-${index}`);
  for (const id of [...ours, ...theirs]) expect(await store.read.attempt(id)).toBeDefined();
});

test("processes that start together on a new database all find it made", async () => {
  const path = join(ownFolder(), "saoma.db");
  const writers = Array.from({ length: 6 }, (_, index) => startWriter(path, `${index}`, 5));
  await Promise.all(writers.map(({ exited }) => exited));
  expect(writers.map((writer) => writer.complaints())).toEqual(writers.map(() => ""));
  expect(writers.map((writer) => writer.acknowledged().length)).toEqual(writers.map(() => 5));
});

test("while another process holds the database, the event loop is not blocked, and the transaction runs afterwards", async () => {
  const path = join(ownFolder(), "saoma.db");
  const store = await open(path);
  using other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const inserted = store.transact(({ attempts }) => attempts.insert(sampleAttempt("a")));
  let turns = 0;
  while (turns < 3) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
    expect(await store.read.attempt("a")).toBeUndefined();
  }
  other.exec("COMMIT");
  expect(await inserted).toBe(true);
});
