import { expect, test } from "vitest";
import { sleep } from "../../src/base/clock.ts";
import { createFakeClock } from "../../src/testing/clock.ts";

test("runs due timers in their order, each at its own moment", async () => {
  const clock = createFakeClock(1_000);
  const seen: [string, number][] = [];
  clock.after(20, () => seen.push(["b", clock.now()]));
  clock.after(10, () => seen.push(["a", clock.now()]));
  clock.after(20, () => seen.push(["c", clock.now()]));
  clock.after(31, () => seen.push(["later", clock.now()]));
  await clock.advance(30);
  expect(seen).toEqual([
    ["a", 1_010],
    ["b", 1_020],
    ["c", 1_020],
  ]);
  expect(clock.now()).toBe(1_030);
});

test("runs timers that a due timer's work sets, where they come due too", async () => {
  const clock = createFakeClock(0);
  let rounds = 0;
  const loop = async () => {
    for (;;) {
      await sleep(clock, 10);
      rounds += 1;
    }
  };
  void loop();
  await clock.advance(100);
  expect(rounds).toBe(10);
});

test("forgets a cancelled timer", async () => {
  const clock = createFakeClock(0);
  let ran = false;
  clock.after(5, () => {
    ran = true;
  })();
  await clock.advance(10);
  expect(ran).toBe(false);
});

test("jumps without running a timer, which still waits its own time", async () => {
  const clock = createFakeClock(0);
  let at = 0;
  clock.after(50, () => {
    at = clock.now();
  });
  clock.set(1_000_000);
  await clock.advance(49);
  expect(at).toBe(0);
  await clock.advance(1);
  expect(at).toBe(1_000_050);
});
