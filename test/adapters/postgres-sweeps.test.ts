// Two instances sweep at once.
import { describe, expect, test } from "vitest";
import { openMaintenanceConnection } from "../../src/adapters/postgres/connection.ts";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { expireOverdue, sweep } from "../../src/login/housekeeping.ts";
import { rollUp } from "../../src/login/steps/sign-in-hours.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const day = 24 * 3600_000;
const count = 300;

describe.skipIf(!hasPostgres)("two instances that sweep at once", () => {
  const server = usePostgres();

  async function twoStores() {
    const url = await server.fresh();
    const clock = createFakeClock();
    let retries = 0;
    const options = { target: await targetOf(url), clock, onRetry: () => retries++ };
    const stores = [await openPostgresStore(options), await openPostgresStore(options)] as const;
    const [first] = stores;
    const now = clock.now();
    for (let index = 0; index < count; index++) {
      const attempt = sampleAttempt(`${index}`, { createdAt: now, expiresAt: now + 1_000 });
      await first.transact(({ attempts }) => attempts.insert(attempt));
    }
    retries = 0;
    const both = <T>(act: (store: typeof first) => Promise<T>) => Promise.all(stores.map(act));
    const rows = (text: string) => server.rows(url, text);
    return {
      first,
      target: options.target,
      both,
      rows,
      clock,
      retries: () => retries,
      close: () => both((store) => store.close()),
    };
  }

  test("end each overdue attempt once, and run few transactions again", async () => {
    const { both, rows, clock, retries, close } = await twoStores();
    await clock.advance(60_000);
    const [one = 0, other = 0] = await both((store) => expireOverdue({ store }));
    expect(one + other).toBe(count);
    expect(await rows("select status, version, count(*) from attempts group by 1, 2")).toEqual([
      { status: "expired", version: 2, count },
    ]);
    // Each transaction ends fifty attempts.
    expect(retries()).toBeLessThanOrEqual(2 * (count / 50));
    await close();
  });

  test("count an hour once, and delete each row once", async () => {
    const { both, rows, clock, retries, close } = await twoStores();
    await clock.advance(3 * 3600_000);
    await both((store) => expireOverdue({ store }));
    await both((store) => rollUp({ store }));
    const hours = await rows("select sum(count)::int as sign_ins from sign_in_hours");
    expect(hours).toEqual([{ sign_ins: count }]);
    await clock.advance(2 * day);
    const before = retries();
    const [one = 0, other = 0] = await both((store) => sweep({ store, attemptLogKept: 30 * day }));
    expect(one + other).toBe(count);
    expect(await rows("select id from attempts")).toEqual([]);
    expect(retries() - before).toBe(0);
    await close();
  });

  test("leave a row that is locked for the next time", async () => {
    const { first, target, rows, clock, close } = await twoStores();
    await clock.advance(60_000);
    await expireOverdue({ store: first });
    await clock.advance(2 * day);
    const holder = await openMaintenanceConnection(target);
    await holder.query("begin; select from attempts where id = '7' for update");
    expect(await first.housekeeping.attempts(clock.now() - day, count)).toBe(count - 1);
    await holder.close();
    expect(await rows("select id from attempts")).toEqual([{ id: "7" }]);
    expect(await first.housekeeping.attempts(clock.now() - day, count)).toBe(1);
    await close();
  });
});
