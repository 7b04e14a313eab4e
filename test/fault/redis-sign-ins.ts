// Sign-ins at a service while its Redis is killed, flushed and slowed.
import { createSaoma } from "../../src/server/saoma.ts";
import { createTestSaoma, signIn } from "../../src/testing/index.ts";
import { startRedis } from "../stage/redis.ts";
import { startDelayingProxy } from "./delaying-proxy.ts";

const atOnce = 16;

export interface RedisTally {
  readonly completed: number;
  readonly failed: readonly string[];
  /** How many log lines said that Redis is unavailable. */
  readonly warnings: number;
  /** Keys in Redis before the first fault, and at the end. */
  readonly keys: { readonly before: number; readonly after: number };
  /** The slowest sign-in, in milliseconds. */
  readonly slowest: number;
}

export async function signInAmidFaults(count: number): Promise<RedisTally> {
  const redis = await startRedis();
  const proxy = await startDelayingProxy(redis.port);
  let warnings = 0;
  const saoma = serviceWith(`redis://127.0.0.1:${proxy.port}/0`, () => warnings++);
  try {
    await saoma.ready();
    const began = performance.now();
    while (redis.cli("DBSIZE") === "0" && performance.now() - began < 10_000) await signIn(saoma, "the first");
    const keys = { before: 0, after: 0 };
    // One fault after each sixth of the sign-ins.
    const faults: (() => unknown)[] = [
      () => (keys.before = Number(redis.cli("DBSIZE"))),
      () => redis.kill(),
      () => redis.revive(),
      () => redis.cli("FLUSHALL"),
      () => proxy.delay(200),
    ];
    const failed: string[] = [];
    let [completed, next, slowest] = [0, 0, 0];
    const work = async () => {
      for (let index = next++; index < count; index = next++) {
        const began = performance.now();
        await signIn(saoma, `person ${index}`).then(
          () => completed++,
          (error: unknown) => failed.push(String(error)),
        );
        slowest = Math.max(slowest, performance.now() - began);
        if (completed >= (count / 6) * (6 - faults.length)) await faults.shift()?.();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    keys.after = Number(redis.cli("DBSIZE"));
    return { completed, failed, warnings, keys, slowest };
  } finally {
    await saoma.close();
    await proxy.close();
    await redis.stop();
  }
}

function serviceWith(url: string, onAway: () => void) {
  const nothing = () => {};
  const warn = (_: object, message: string) => {
    if (message.startsWith("without Redis")) onAway();
  };
  const options = {
    origin: "https://login.example.com",
    database: { path: ":memory:" },
    redis: { url },
    sources: [{ kind: "service" as const, appid: "wx0123456789abcdef", name: "Tea House" }],
    applications: [{ id: "tea", name: "Tea House" }],
  };
  return createTestSaoma(createSaoma, options, { log: { debug: nothing, info: nothing, warn, error: nothing } });
}
