import { copyFileSync, fdatasync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { locationOf, openReader, openWriter } from "../../src/adapters/sqlite/connection.ts";
import { createSqliteStore, migrateSqlite, openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Sync } from "../../src/adapters/sqlite/wal.ts";
import { createDisposableStack } from "../../src/base/disposable-stack.ts";
import { randomInt } from "../../src/base/random.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { createSeededRandom } from "../../src/testing/random.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { ownFolder } from "./folder.ts";

const clock = createFakeClock();
const toDisk = promisify(fdatasync);

async function openOn(path: string, sync: Sync) {
  await migrateSqlite({ path, clock });
  const place = locationOf(path);
  const opened = createDisposableStack();
  const writer = opened.use(openWriter(place));
  const reader = opened.use(openReader(place));
  const store = createSqliteStore({ path, clock, writer, reader, opened, sync });
  onTestFinished(() => store.close());
  return { store, insert: (id: string) => store.transact(({ attempts }) => attempts.insert(sampleAttempt(id))) };
}

interface Image {
  readonly database: Buffer;
  readonly log: Buffer;
}

const imageOf = (path: string): Image => ({ database: readFileSync(path), log: readFileSync(`${path}-wal`) });

/** The files that a machine finds after a power cut: what was synced, and as much of the rest of the log as was written. */
async function found(folder: string, { database, log }: Image, ids: readonly string[]): Promise<string[]> {
  const path = join(folder, "found.db");
  writeFileSync(path, database);
  writeFileSync(`${path}-wal`, log);
  writeFileSync(`${path}-shm`, "");
  const store = await openSqliteStore({ path, clock });
  const lost: string[] = [];
  for (const id of ids) if (!(await store.read.attempt(id))) lost.push(id);
  await store.close();
  using connection = new DatabaseSync(path, { readOnly: true });
  expect(connection.prepare("PRAGMA integrity_check").get()?.integrity_check).toBe("ok");
  return lost;
}

test("acknowledged transactions survive a power cut at any moment, with the log cut off anywhere after the last sync", async () => {
  const random = createSeededRandom("power");
  const path = join(ownFolder(), "saoma.db");
  const acknowledged: string[] = [];
  let durable: Image | undefined;
  const { insert } = await openOn(path, async (fd) => {
    const image = imageOf(path); // the data that this sync covers, before later data is written
    await toDisk(fd);
    durable = image;
  });
  let [cuts, checked] = [0, 0];
  for (let round = 0; round < 60; round++) {
    const ids = Array.from({ length: 1 + randomInt(random, 40) }, (_, n) => `${round}-${n}`);
    const writing = ids.map((id) => insert(id).then(() => acknowledged.push(id)));
    await Promise.race([Promise.all(writing), writing[randomInt(random, writing.length)]]);
    if (!durable) continue;
    const [known, now] = [[...acknowledged], imageOf(path).log];
    const upTo = durable.log.length + randomInt(random, Math.max(1, now.length - durable.log.length));
    const torn = now.subarray(0, durable.log.length).equals(durable.log) ? now.subarray(0, upTo) : durable.log;
    expect(await found(ownFolder(), durable, known)).toEqual([]);
    expect(await found(ownFolder(), { database: durable.database, log: torn }, known)).toEqual([]);
    cuts += 2;
    checked += known.length;
    await Promise.all(writing);
  }
  expect(cuts).toBeGreaterThan(50);
  console.log(`${cuts} power cuts, ${checked} acknowledged looked for in each pair, none lost (seed "power")`);
});

test("after a sync has failed nothing is acknowledged until the log is copied into the database", async () => {
  const path = join(ownFolder(), "saoma.db");
  let fails = false;
  const { insert } = await openOn(path, async () => {
    if (fails) throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
  });
  await insert("first");
  await insert("second");
  fails = true;
  await expect(insert("unsure")).rejects.toMatchObject({
    code: "store_unavailable",
    detail: expect.stringContaining("failed to sync"),
  });
  await insert("third");
  const alone = join(ownFolder(), "alone.db");
  copyFileSync(path, alone);
  const store = await openSqliteStore({ path: alone, clock });
  onTestFinished(() => store.close());
  for (const id of ["first", "second", "third"]) expect(await store.read.attempt(id)).toBeDefined();
});
