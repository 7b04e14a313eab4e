import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { createSignInCounts } from "../../src/login/steps/sign-in-hours.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { ownFolder } from "../adapters/folder.ts";

const hour = 3_600_000;
const minute = 60_000;
const ten = Date.parse("2026-05-01T10:00:00Z");

test("the attempts of minutes that are over and have ended are counted once; what may still change is counted again", async () => {
  const clock = createFakeClock(ten + 30 * minute);
  const store = await openSqliteStore({ path: join(ownFolder(), "a.db"), clock });
  onTestFinished(() => store.close());
  const at = (id: string, minutes: number) => ({ ...sampleAttempt(id), createdAt: ten + minutes * minute });
  const pending = at("open", 11);
  await store.transact(async ({ attempts }) => {
    for (const one of [at("done", 1), at("just done", 29)]) await attempts.insert({ ...one, status: "expired" });
    await attempts.insert(pending);
  });
  const asked: number[] = [];
  const read = {
    ...store.read,
    attemptCounts(since: number, before: number) {
      asked.push((since - ten) / minute);
      return store.read.attemptCounts(since, before);
    },
  };
  const counts = createSignInCounts({ store: { ...store, read } } as Pick<LoginContext, "store">);
  const endings = async () => {
    asked.length = 0;
    const rows = await counts.hours(ten, ten + hour);
    return rows.map(({ ending, count }) => `${ending} ${count}`).sort();
  };
  expect(await endings()).toEqual(["expired 2", "open 1"]);
  // Future minutes are not queried.
  expect(asked).toEqual([0, 5, 10, 15, 20, 25, 30]);
  await store.transact(({ attempts }) =>
    attempts.replace(pending, { ...pending, status: "declined", version: pending.version + 1 }),
  );
  expect(await endings()).toEqual(["declined 1", "expired 2"]);
  // For a minute after a minute's end, a transaction that began in it may still be running.
  expect(asked).toEqual([10, 25, 30]);
  await endings();
  expect(asked).toEqual([25, 30]);
});
