import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createMemoryHints } from "../../src/adapters/memory/hints.ts";
import { createMemoryLimits } from "../../src/adapters/memory/limits.ts";
import { loadDriver } from "../../src/adapters/redis/driver.ts";
import { openRedis, type SharedByRedis } from "../../src/adapters/redis/open-redis.ts";
import { hmacSha256 } from "../../src/base/bytes.ts";
import { systemClock } from "../../src/base/clock.ts";
import { systemRandom } from "../../src/base/random.ts";
import { Secret } from "../../src/base/secret.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { hintsContract } from "../../src/testing/hints-contract.ts";
import { limitsContract } from "../../src/testing/limits-contract.ts";
import { hasRedis, redisTargetOf, useRedis } from "../stage/redis.ts";

interface Opened extends SharedByRedis {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  readonly secret: string;
}

describe.skipIf(!hasRedis)("Redis", () => {
  const server = useRedis();

  interface Options {
    readonly secret?: string;
    readonly url?: string;
    readonly now?: () => number;
    readonly clock?: typeof systemClock;
    readonly answerTimeout?: number;
  }

  async function open({
    secret = "one",
    url = server().url,
    now,
    clock = systemClock,
    answerTimeout = 5_000,
  }: Options = {}): Promise<Opened> {
    const warnings: string[] = [];
    const infos: string[] = [];
    const nothing = () => {};
    const shared = openRedis({
      target: await redisTargetOf(url),
      clock,
      // This machine may be busy, so the timeout is long.
      answerTimeout,
      random: systemRandom,
      log: {
        debug: nothing,
        info: (_, message) => infos.push(message),
        warn: ({ why }) => warnings.push(String(why)),
        error: nothing,
      },
      secret: new Secret(secret),
      ownHints: createMemoryHints(),
      ownLimits: createMemoryLimits(systemClock),
      ...(now ? { now } : {}),
    });
    onTestFinished(shared.close);
    return { ...shared, warnings, infos, secret };
  }

  /** Waits until keys are counted in Redis again, which happens once it is reachable. */
  async function reached({ limits, secret }: Opened): Promise<void> {
    const key = `reached ${keys++}`;
    await vi.waitFor(async () => {
      await limits.hit(key, { times: 1_000, per: 60_000 });
      expect(server().cli("EXISTS", `saoma:${hmacSha256(secret, "redis", key)}`)).toBe("1");
    }, 5_000);
  }

  let keys = 0;
  let contracts = 0;
  for (const { name, run } of limitsContract)
    test(`limits: ${name}`, async () => {
      const clock = createFakeClock();
      const shared = await open({ secret: `contract ${contracts++}`, now: () => clock.now() });
      await reached(shared);
      await run({ limits: shared.limits, clock });
    });

  for (const { name, run } of hintsContract)
    test(`hints: ${name}`, async () => {
      const { hints } = await open();
      await run({ hints, arrived: () => hints.sent() });
    });

  test("all services with the same secret share limits and hints, and no others do", async () => {
    const [one, other, stranger] = await Promise.all([open(), open(), open({ secret: "another" })]);
    await Promise.all([one, other, stranger].map(reached));
    const limit = { times: 20, per: 60_000 };
    const hits = await Promise.all(
      Array.from({ length: 64 }, (_, index) => (index % 2 ? one : other).limits.hit("shared", limit)),
    );
    expect(hits.filter(({ allowed }) => allowed).length).toBe(20);
    expect(await stranger.limits.hit("shared", limit)).toEqual({ allowed: true });
    const [seen, foreign]: [string[], string[]] = [[], []];
    other.hints.subscribe((id) => seen.push(id));
    stranger.hints.subscribe((id) => foreign.push(id));
    for (let index = 0; index < 500; index++) one.hints.publish(`attempt ${index}`.replace(" ", "-"));
    await expect.poll(() => new Set(seen).size).toBe(500);
    expect(foreign).toEqual([]);
  });

  test("keys in Redis name no person, and expire with their window", async () => {
    const shared = await open({ secret: "names" });
    await reached(shared);
    server().cli("FLUSHALL");
    await shared.limits.hit("start:203.0.113.7", { times: 5, per: 300 });
    const [key = "", ...others] = server().cli("KEYS", "*").split("\n");
    expect([key, others]).toEqual([expect.stringMatching(/^saoma:[\w-]{43}$/), []]);
    expect(server().cli("ZRANGE", key, "0", "-1")).not.toContain("203");
    await expect.poll(() => server().cli("DBSIZE")).toBe("0");
  });

  test("a hit is counted by Redis's own time", async () => {
    const shared = await open({ secret: "time" });
    await reached(shared);
    const limit = { times: 1, per: 200 };
    expect(await shared.limits.hit("key", limit)).toEqual({ allowed: true });
    const refused = await shared.limits.hit("key", limit);
    expect(refused.allowed || refused.retryAfter).toBeLessThanOrEqual(200);
    await expect.poll(async () => (await shared.limits.hit("key", limit)).allowed, { interval: 20 }).toBe(true);
  });

  test("killed: limits are a third, counted here, at once; flushed: whole again; the operator hears once", async () => {
    const shared = await open({ secret: "killed" });
    await reached(shared);
    const limit = { times: 9, per: 60_000 };
    const allowed = async (key: string) => {
      const hits = await Promise.all(Array.from({ length: 20 }, () => shared.limits.hit(key, limit)));
      return hits.filter((hit) => hit.allowed).length;
    };
    expect(await allowed("before")).toBe(9);
    server().cli("FLUSHALL");
    expect(await allowed("before")).toBe(9);
    expect(shared.warnings).toEqual([]);
    await server().kill();
    const began = performance.now();
    expect(await allowed("meanwhile")).toBe(3);
    expect(performance.now() - began).toBeLessThan(500);
    expect((await shared.limits.hit("one", { times: 1, per: 1_000 })).allowed).toBe(true);
    await expect.poll(() => shared.warnings.length).toBe(1);
    await server().revive();
    await reached(shared);
    expect(await allowed("after")).toBe(9);
    // It is killed again soon after it came back, which counts as the same outage.
    await server().kill();
    expect(await allowed("again")).toBe(3);
    await server().revive();
    await reached(shared);
    expect(shared.warnings).toEqual([expect.stringMatching(/^(The Redis at|Nobody listens where the Redis at) 127/)]);
    expect(shared.infos).toEqual([]);
  });

  test("a Redis that is away at start is used as soon as it is there; an operator hears of one that stays away", async () => {
    await server().kill();
    const clock = createFakeClock();
    const shared = await open({ secret: "late", clock });
    await expect.poll(() => shared.warnings).toEqual([expect.stringContaining("Nobody listens where the Redis at")]);
    await server().revive();
    const key = { times: 100, per: 60_000 };
    await vi.waitFor(async () => {
      await clock.advance(1_000);
      await shared.limits.hit("key", key);
      expect(server().cli("DBSIZE")).not.toBe("0");
    }, 5_000);
    await clock.advance(10_000);
    expect(shared.infos).toEqual(["Redis is back"]);
  });

  test("one that answers slowly is as one that is away, and no hit waits longer than for the first", async () => {
    const shared = await open({ secret: "slow", answerTimeout: 100 });
    await reached(shared);
    const stopped = server().cli("CLIENT", "PAUSE", "3000", "ALL");
    expect(stopped).toBe("OK");
    const began = performance.now();
    for (let index = 0; index < 50; index++) await shared.limits.hit("key", { times: 1_000, per: 60_000 });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(shared.warnings).toEqual([expect.stringContaining("is slow: no answer within 100 ms")]);
  });

  test("without its package a sentence says what to install", async () => {
    const load = () => Promise.reject(new Error("not found"));
    await expect(loadDriver(load)).rejects.toThrow("npm install @redis/client@6");
  });
});
