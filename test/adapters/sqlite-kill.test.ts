import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { randomInt } from "../../src/base/random.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { createSeededRandom } from "../../src/testing/random.ts";
import { ownFolder } from "./folder.ts";
import { startWriter } from "./writer.ts";

const kills = 20;
const seed = "kill";

test("acknowledged transactions survive a kill -9 at any moment, and nothing is half written", async () => {
  const path = join(ownFolder(), "saoma.db");
  const random = createSeededRandom(seed);
  const acknowledged: string[] = [];
  for (let round = 0; round < kills; round++) {
    const ids = await killAfter(path, `${round}`, 1 + randomInt(random, 200));
    expect(ids.length).toBeGreaterThan(0);
    acknowledged.push(...ids);
    expect(await missing(path, ids)).toEqual([]);
  }
  expect(await missing(path, acknowledged)).toEqual([]);
  expect(sound(path)).toEqual({ integrity: "ok", halfWritten: 0 });
  console.log(`${kills} kills, ${acknowledged.length} acknowledged, none lost (seed "${seed}")`);
}, 120_000);

/** Kills a writer once it has acknowledged `count` transactions. Returns what it had acknowledged by then. */
async function killAfter(path: string, prefix: string, count: number): Promise<string[]> {
  const writer = startWriter(path, prefix);
  while (writer.acknowledged().length < count) {
    await Promise.race([once(writer.child.stdout ?? writer.child, "data"), writer.exited]);
    if (writer.child.exitCode !== null) throw new Error(writer.complaints());
  }
  writer.child.kill("SIGKILL");
  await writer.exited;
  return writer.acknowledged();
}

async function missing(path: string, ids: readonly string[]): Promise<string[]> {
  const store = await openSqliteStore({ path, clock: createFakeClock() });
  const found = await Promise.all(ids.map(async (id) => (await store.read.attempt(id))?.status));
  await store.close();
  return ids.filter((_, index) => found[index] !== "scanned");
}

function sound(path: string): { integrity: unknown; halfWritten: unknown } {
  using connection = new DatabaseSync(path, { readOnly: true });
  return {
    integrity: connection.prepare("PRAGMA integrity_check").get()?.integrity_check,
    halfWritten: connection
      .prepare("select count(*) as n from attempts where status = 'pending' or scan_seq is null")
      .get()?.n,
  };
}
