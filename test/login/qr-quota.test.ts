// All instances together count a source's QRs of the day.
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createQrQuota } from "../../src/login/transition/qr-quota.ts";
import { createFakeClock } from "../../src/testing/clock.ts";

const tea = { appid: "wx1", name: "青禾" };

async function cluster() {
  const clock = createFakeClock(Date.UTC(2026, 4, 1, 6));
  const store = await openSqliteStore({ path: ":memory:", clock });
  onTestFinished(() => store.close());
  let [hits, failing] = [0, false];
  let ended = Promise.withResolvers<void>();
  const limits: typeof store.limits = {
    ...store.limits,
    async hit(...given) {
      hits++;
      if (failing) throw new Error("away");
      return store.limits.hit(...given);
    },
    // This is the last read when blocks are counted.
    async counted(...given) {
      const { resolve } = ended;
      const blocks = await store.limits.counted(...given);
      setImmediate(resolve);
      return blocks;
    },
  };
  const lines: string[] = [];
  const quiet = () => {};
  const warn = (_: object, message: string) => {
    lines.push(message.slice(0, 4));
    if (message.startsWith("could not")) ended.resolve();
  };
  const log = { debug: quiet, info: quiet, warn, error: quiet };
  const instance = () => {
    const quota = createQrQuota({ store, failureLimiter: limits, log });
    return {
      isReserveLeft: () => quota.isReserveLeft(tea),
      /** Counts this many QRs, and waits for the block that begins. */
      async make(times: number) {
        ended = Promise.withResolvers();
        for (let n = 0; n < times; n++) quota.count(tea);
        await ended.promise;
      },
    };
  };
  return { clock, lines, instance, hits: () => hits, fail: (now: boolean) => (failing = now) };
}

test("what two instances make counts together, a hundred at a time", async () => {
  const { clock, instance, hits } = await cluster();
  const [one, other] = [instance(), instance()];
  await one.make(50_000);
  await other.make(39_800);
  expect([await one.isReserveLeft(), await other.isReserveLeft()]).toEqual([false, false]);
  await other.make(200);
  await clock.advance(60_000);
  expect([await one.isReserveLeft(), await other.isReserveLeft()]).toEqual([true, true]);
  expect(hits()).toBe(900);
  // Midnight in China is 16:00 UTC.
  await clock.advance(10 * 3600_000);
  expect([await one.isReserveLeft(), await other.isReserveLeft()]).toEqual([false, false]);
});

test("an instance that starts knows at once how many were made before, to a hundred", async () => {
  const { instance } = await cluster();
  await instance().make(89_901);
  expect(await instance().isReserveLeft()).toBe(true);
});

test("the operator hears of what all have made", async () => {
  const { lines, instance } = await cluster();
  await instance().make(30_000);
  const other = instance();
  await other.make(1);
  expect(lines).toEqual([]);
  await other.make(20_000);
  expect(lines).toEqual(["50 %"]);
});

test("while nothing can be counted, an instance still knows its own QRs, and counts them later", async () => {
  const { instance, lines, fail } = await cluster();
  const one = instance();
  fail(true);
  await one.make(250);
  expect(lines).toContain("coul");
  fail(false);
  await one.make(89_600);
  expect(await instance().isReserveLeft()).toBe(false);
  await one.make(150);
  expect(await instance().isReserveLeft()).toBe(true);
});

test("QRs that are made while a block is being counted begin no second count of it", async () => {
  const { instance, hits } = await cluster();
  await instance().make(150);
  expect(hits()).toBe(2);
});
