import { describe, expect, test } from "vitest";
import { createRetry } from "../../src/adapters/postgres/retry.ts";
import { createSeededRandom } from "../../src/testing/random.ts";

/** As the driver gives an error that the server reported. */
const errorOf = (code: string): Error => Object.assign(new Error(code), { severity: "ERROR", code });

/** Fails so many times, then commits. */
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

function counted() {
  const pauses: number[] = [];
  let again = 0;
  const pause = async (ms: number) => void pauses.push(ms);
  const retry = createRetry({ onRetry: () => again++, random: createSeededRandom("retry"), pause });
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

  test("waits behind the others of this process that failed as often, and not for their failure", async () => {
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    const retry = createRetry({ pause: () => gate.promise });
    const first = retry.run(failing(5, "40001").run).then(() => order.push("first"));
    const second = retry.run(failing(4, "40001").run).then(() => order.push("second"));
    const beside = retry.run(failing(3, "40001").run).then(() => order.push("beside"));
    await beside;
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(["beside", "first", "second"]);
    const gone = retry.run(failing(1_000, "40001").run);
    const next = retry.run(failing(4, "40001").run);
    await expect(gone).rejects.toThrow("40001");
    expect(await next).toBe("committed");
  });
});
