// `npm run twice` relies on this: each transaction's work runs twice, and only the second run is kept.
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { createTwice } from "../stage/twice.ts";

test("work runs twice, the first run is rolled back, and its error is thrown", async () => {
  const store = createTwice(await openSqliteStore({ path: ":memory:", clock: createFakeClock() }));
  onTestFinished(() => store.close());
  let runs = 0;
  const work = () =>
    store.transact(async ({ audit, now }) => {
      runs++;
      await audit.append({ actor: `run ${runs}`, action: "session.ended" }, now);
      if (runs > 2) throw new Error("refused");
    });
  await work();
  const kept = async () => (await store.read.auditAfter(0, 10)).map(({ actor }) => actor);
  expect([runs, await kept()]).toEqual([2, ["run 2"]]);
  await expect(work()).rejects.toThrow("refused");
  expect([runs, await kept()]).toEqual([4, ["run 2"]]);
});
