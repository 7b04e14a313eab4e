import type { Limit, Limits } from "../../ports/limits.ts";
import type { ReconnectingRedis } from "./connection-retry.ts";

interface Parts {
  readonly redis: Pick<ReconnectingRedis, "ask">;
  /** The limits of this process, used while Redis is unavailable. */
  readonly own: Limits;
  /** The name of a key in Redis. */
  readonly nameOf: (key: string) => string;
  /** Replaces Redis' own time. */
  readonly now?: () => number;
}

/**
 * A key is a sorted set of the times of its hits. Returns -1 if the hit is allowed, otherwise the milliseconds until it
 * would be. The script uses Redis' own time, so that the clocks of instances may differ.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local times, per = tonumber(ARGV[1]), tonumber(ARGV[2])
if ARGV[3] then now = tonumber(ARGV[3]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - per)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
local hits = redis.call('ZCARD', KEYS[1])
if hits < times then
  redis.call('ZADD', KEYS[1], now, time[1] .. '.' .. time[2] .. '.' .. hits)
  redis.call('PEXPIRE', KEYS[1], per)
  return -1
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, (tonumber(oldest[2]) or now) + per - now)
`;

/** The command that counts a hit of a key in Redis. */
export const hitCommand = (name: string, { times, per }: Limit, now?: number): readonly string[] => [
  "EVAL",
  script,
  "1",
  name,
  String(times),
  String(per),
  ...(now === undefined ? [] : [String(now)]),
];

/** While Redis is unavailable, the counts of the other instances are unknown. */
const stricter = ({ times, per }: Limit): Limit => ({
  times: Math.min(times, Math.max(1, Math.floor(times / 3))),
  per,
});

/**
 * Limits that all instances count together. While Redis is unavailable, this process counts by itself, up to a third of
 * each limit.
 */
export function createRedisLimits({ redis, own, nameOf, now }: Parts): Limits {
  return {
    async hit(key, limit) {
      const wait = await redis.ask(hitCommand(nameOf(key), limit, now?.()));
      if (typeof wait !== "number") return own.hit(key, stricter(limit));
      return wait < 0 ? { allowed: true } : { allowed: false, retryAfter: wait };
    },
  };
}
