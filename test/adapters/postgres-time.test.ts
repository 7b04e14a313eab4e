import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const minutes = 60_000;

describe.skipIf(!hasPostgres)("instances whose clocks are minutes apart", () => {
  const server = usePostgres();

  async function open(url: string, off: number): Promise<PostgresStore> {
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + off };
    const store = await openPostgresStore({ target: await targetOf(url), clock, time: "server" });
    onTestFinished(() => store.close());
    return store;
  }

  test("have the server's time, and a limit that they count together is exact", async () => {
    const url = await server.fresh();
    const [behind, ahead] = await Promise.all([open(url, -7 * minutes), open(url, 5 * minutes)]);
    expect(Math.abs(ahead.now() - behind.now())).toBeLessThan(1_000);
    expect(Math.abs(ahead.now() - Date.now())).toBeLessThan(1_000);
    const limit = { times: 9, per: 10 * minutes };
    const hits: boolean[] = [];
    for (let index = 0; index < 20; index++)
      hits.push((await (index % 2 ? behind : ahead).limits.hit("key", limit)).allowed);
    expect(hits.filter(Boolean).length).toBe(9);
  });

  test("see an attempt expire at the same time", async () => {
    const url = await server.fresh();
    const [behind, ahead] = await Promise.all([open(url, -7 * minutes), open(url, 5 * minutes)]);
    const expiresAt = behind.now() + 2 * minutes;
    await behind.transact(({ attempts }) => attempts.insert(sampleAttempt("a", { expiresAt })));
    const left = await Promise.all(
      [behind, ahead].map((store) => store.transact(async ({ now }) => Math.round((expiresAt - now) / minutes))),
    );
    expect(left).toEqual([2, 2]);
  });
});
