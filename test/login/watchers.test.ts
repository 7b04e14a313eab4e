// One query reads all watched attempts together. An attempt that ends by its deadline is published without a change of its row.
import { expect, onTestFinished, test } from "vitest";
import { createMemoryHints } from "../../src/adapters/memory/hints.ts";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { createWatchers } from "../../src/login/watch/watchers.ts";
import type { Reads } from "../../src/ports/reads.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { createSeededRandom } from "../../src/testing/random.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";

/** The number of slots of one round. */
const round = 128 * 25;

async function room() {
  const clock = createFakeClock(10_000);
  const opened = await openSqliteStore({ path: ":memory:", clock });
  onTestFinished(() => opened.close());
  const asked: number[] = [];
  const state = { failing: false };
  const changed: Reads["changed"] = async (seen) => {
    asked.push(seen.size);
    if (state.failing) throw new Error("away");
    return opened.read.changed(seen);
  };
  const store = { ...opened, read: { ...opened.read, changed } };
  const hints = createMemoryHints();
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const parts = { store, hints, clock, log, random: createSeededRandom("watchers") };
  const watchers = createWatchers(parts as unknown as LoginContext);
  const shown: string[] = [];
  const follow = (id: string, seen?: number) =>
    watchers.follow(id, {
      seen,
      state: ({ status, version }) => shown.push(`${id} ${status} ${version}`),
      ended: () => shown.push(`${id} over`),
      takenOver: () => shown.push(`${id} taken over`),
    });
  const write = (id: string, more: Partial<Attempt> = {}) =>
    store.transact(async ({ attempts }) => {
      const before = await attempts.get(id);
      if (before) await attempts.replace(before, { ...before, version: before.version + 1, ...more });
      else await attempts.insert(sampleAttempt(id, { createdAt: 10_000, expiresAt: 60_000, ...more }));
    });
  return { clock, hints, follow, write, shown, asked, state };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const ids = Array.from({ length: 500 }, (_, index) => `attempt-${index}`);

test("five hundred that come at once are one query, and so are hints of one moment", async () => {
  const { follow, hints, write, shown, asked } = await room();
  for (const id of ids) await write(id);
  for (const id of ids) follow(id);
  await settle();
  expect(asked).toEqual([500]);
  expect(shown).toHaveLength(500);
  for (const id of ids.slice(0, 100)) await write(id);
  for (const id of ids.slice(0, 100)) hints.publish(id);
  hints.publish("of another instance");
  await settle();
  expect(asked).toEqual([500, 100]);
  expect(shown.slice(500)).toEqual(ids.slice(0, 100).map((id) => `${id} pending 2`));
});

test("without a hint a change is shown within a round, by one query a slot", async () => {
  const { clock, follow, write, shown, asked } = await room();
  for (const id of ids) await write(id);
  for (const id of ids) follow(id);
  await settle();
  await write("attempt-7");
  await clock.advance(round);
  await settle();
  expect(shown.slice(500)).toEqual(["attempt-7 pending 2"]);
  expect(asked.length).toBeLessThanOrEqual(1 + 129);
  expect(asked.slice(1).reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(500);
});

test("an attempt whose time is up ends, though its row is unchanged; one that is deleted, too", async () => {
  const { clock, follow, write, shown } = await room();
  await write("late", { expiresAt: 11_000 });
  follow("late");
  follow("none");
  await settle();
  expect(shown).toEqual(["none over", "late pending 1"]);
  await clock.advance(1_000 + 15_000 + round);
  await settle();
  expect(shown.slice(2)).toEqual(["late expired 2", "late over"]);
});

test("a second tab that knows nothing is shown what the first has seen", async () => {
  const { follow, write, shown, asked } = await room();
  await write("one");
  follow("one");
  await settle();
  follow("one");
  await settle();
  expect(shown).toEqual(["one pending 1", "one pending 1"]);
  expect(asked).toEqual([1, 1]);
});

test("while the database is away nothing is shown, and all of it afterwards", async () => {
  const { clock, follow, write, shown, state } = await room();
  await write("one");
  state.failing = true;
  follow("one");
  await settle();
  await clock.advance(round);
  expect(shown).toEqual([]);
  state.failing = false;
  await clock.advance(round);
  await settle();
  expect(shown).toEqual(["one pending 1"]);
});
