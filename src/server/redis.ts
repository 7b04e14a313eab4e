// Opens the configured Redis.
import { createMemoryHints } from "../adapters/memory/hints.ts";
import { redisAddress } from "../adapters/redis/address.ts";
import type { Target } from "../adapters/redis/connection.ts";
import { loadDriver } from "../adapters/redis/driver.ts";
import { openRedis, type SharedByRedis } from "../adapters/redis/open-redis.ts";
import type { Limits } from "../ports/limits.ts";
import type { Parts } from "./assembly-parts.ts";
import type { Config } from "./config/config.ts";
import type { RedisConfig } from "./config/redis.ts";
import { readAuthority } from "./database.ts";

/** Opens the configured Redis; undefined if there is none. */
export async function openConfiguredRedis(
  { redis, secret }: Pick<Config, "redis" | "secret">,
  { clock, random, log }: Pick<Parts, "clock" | "random" | "log">,
  ownLimits: Limits,
): Promise<SharedByRedis | undefined> {
  if (!redis) return undefined;
  const target = await redisTarget(redis);
  return openRedis({ target, clock, random, log, secret, ownLimits, ownHints: createMemoryHints() });
}

/** How to connect to the configured Redis. */
export async function redisTarget({ url, ca }: RedisConfig): Promise<Target> {
  const address = redisAddress(url.reveal());
  return { driver: await loadDriver(), address, ...(ca === undefined ? {} : { ca: readAuthority("redis.ca", ca) }) };
}
