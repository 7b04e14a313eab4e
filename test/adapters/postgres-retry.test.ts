import { describe, expect, test } from "vitest";
import { createRetry } from "../../src/adapters/postgres/retry.ts";
import { createSeededRandom } from "../../src/testing/random.ts";

/** An error as the driver returns it for an error of the server. */
const errorOf = (code: string): Error => Object.assign(new Error(code), { severity: "ERROR", code });

/** Fails this many times, then commits. */
function failing(times: number, code: string): { run(): Promise<string>; readonly tried: number } {
  let tried = 0;
  return {
    async run() {
      if (tried++ < times) throw errorOf(code);
      return "committed";
    },
    get tried() {
      return tried;
    },
  };
}

/** Transactions that last until the test ends them. */
function steps(count: number) {
  const started: number[] = Array(count).fill(0);
  const ends = new Map<number, PromiseWithResolvers<string>>();
  return {
    started,
    begin(index: number): Promise<string> {
      started[index] = (started[index] ?? 0) + 1;
      const step = Promise.withResolvers<string>();
      ends.set(index, step);
      return step.promise;
    },
    end(index: number, code?: string): void {
      if (code === undefined) ends.get(index)?.resolve("committed");
      else ends.get(index)?.reject(errorOf(code));
    },
  };
}

const settled = () => new Promise(setImmediate);

function counted() {
  const pauses: number[] = [];
  let again = 0;
  const pause = async (ms: number) => void pauses.push(ms);
  const retry = createRetry({ most: 16, onRetry: () => again++, random: createSeededRandom("retry"), pause });
  return { retry, pauses, again: () => again };
}

describe("a transaction that PostgreSQL rolls back", () => {
  test("is run again until it is kept, though another process is in its way a hundred times as long as it takes", async () => {
    const { retry, again } = counted();
    const transaction = failing(90, "40001");
    expect(await retry.run(transaction.run)).toBe("committed");
    expect(again()).toBe(90);
  });

  test("pauses after the first four tries, longer and longer, for about two seconds in all", async () => {
    const { retry, pauses } = counted();
    const transaction = failing(1_000, "40P01");
    await expect(retry.run(transaction.run)).rejects.toThrow("40P01");
    expect(transaction.tried).toBe(100);
    expect(pauses).toHaveLength(95);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(50);
    expect(Math.max(...pauses.slice(0, 5))).toBeLessThanOrEqual(5);
    const sum = pauses.reduce((all, one) => all + one, 0);
    expect(sum).toBeGreaterThan(1_000);
    expect(sum).toBeLessThan(3_000);
  });

  test("for a key that is taken it is tried three times, for another reason once", async () => {
    const [taken, other] = [failing(9, "23505"), failing(9, "42501")];
    await expect(counted().retry.run(taken.run)).rejects.toThrow("23505");
    await expect(counted().retry.run(other.run)).rejects.toThrow("42501");
    expect([taken.tried, other.tried]).toEqual([3, 1]);
  });

  test("pauses without keeping others from running", async () => {
    const gate = Promise.withResolvers<void>();
    const retry = createRetry({ most: 1, pause: () => gate.promise });
    const paused = retry.run(failing(6, "40001").run);
    expect(await retry.run(failing(0, "40001").run)).toBe("committed");
    gate.resolve();
    expect(await paused).toBe("committed");
  });

  test("makes fewer run at a time, down to one, and those that came first run first", async () => {
    const { started, begin, end } = steps(8);
    const retry = createRetry({ most: 8 });
    const all = started.map((_, index) => retry.run(() => begin(index)));
    await settled();
    expect(started).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    for (let index = 7; index >= 0; index--) end(index, "40001");
    await settled();
    expect(started).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
    for (let index = 0; index < 8; index++) {
      end(index);
      await settled();
    }
    expect(started).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(await Promise.all(all)).toEqual(Array(8).fill("committed"));
  });

  test("ten that commit at once let one more run", async () => {
    const retry = createRetry({ most: 2, pause: async () => {} });
    const commitAtOnce = () => retry.run(failing(0, "40001").run);
    const startTwo = async () => {
      const { started, begin, end } = steps(2);
      const both = started.map((_, index) => retry.run(() => begin(index)));
      await settled();
      const atOnce = started.filter((count) => count > 0).length;
      for (const index of [0, 1]) {
        end(index);
        await settled();
      }
      await Promise.all(both);
      return atOnce;
    };
    await retry.run(failing(4, "40001").run);
    for (let done = 0; done < 7; done++) await commitAtOnce();
    expect(await startTwo()).toBe(1);
    await commitAtOnce();
    expect(await startTwo()).toBe(2);
  });

  test("one that waits too long to run again is refused, and gives up no place but its own", async () => {
    const { started, begin, end } = steps(4);
    const timers: (() => void)[] = [];
    const after = (_ms: number, act: () => void) => {
      timers.push(act);
      return () => {};
    };
    const retry = createRetry({ most: 2, after });
    const run = (index: number) => retry.run(() => begin(index));
    const [first, overtaken] = [run(0), run(1)];
    await settled();
    end(1, "40001");
    await settled();
    expect(timers).toHaveLength(1);
    timers[0]?.();
    await expect(overtaken).rejects.toMatchObject({ code: "store_unavailable" });
    const last = [run(2), run(3)];
    end(0);
    await settled();
    expect(started).toEqual([1, 1, 1, 0]);
    end(2);
    await settled();
    expect(started).toEqual([1, 1, 1, 1]);
    end(3);
    expect(await Promise.all([first, ...last])).toEqual(Array(3).fill("committed"));
  });
});
