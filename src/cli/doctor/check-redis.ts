import { inspectRedis } from "../../adapters/redis/inspect.ts";
import { redisTarget } from "../../server/redis.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";

/** Checks the Redis that instances share, if one is configured. */
export async function checkRedis({ config, clock }: Pick<DoctorContext, "config" | "clock">): Promise<Finding[]> {
  if (!config.redis) return [];
  const target = await redisTarget(config.redis);
  const inspected = await inspectRedis(target, clock);
  const { name } = target.address;
  return "why" in inspected ? [found("redis.away", inspected)] : [found("redis.good", { name, ...inspected })];
}
