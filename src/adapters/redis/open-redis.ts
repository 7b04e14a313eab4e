// Opens the Redis that instances share, for hints and limits.
import { hmacSha256, randomToken } from "../../base/bytes.ts";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { Secret } from "../../base/secret.ts";
import type { Hints } from "../../ports/hints.ts";
import type { Limits } from "../../ports/limits.ts";
import type { Log } from "../../ports/log.ts";
import type { Target } from "./connection.ts";
import { createReconnectingRedis } from "./connection-retry.ts";
import { createRedisHints, type RedisHints } from "./hints.ts";
import { createRedisLimits, hitCommand } from "./limits.ts";

export interface RedisParts {
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /**
   * The service's secret. A service with another secret uses other keys and another channel, also in the same Redis.
   */
  readonly secret: Secret;
  readonly ownHints: Hints;
  readonly ownLimits: Limits;
  /** The timeout of a command, in milliseconds. */
  readonly answerTimeout?: number;
  /** Replaces Redis' own time. */
  readonly now?: () => number;
}

/** What instances share through Redis. None of it needs to be durable. */
export interface SharedByRedis {
  readonly hints: RedisHints;
  readonly limits: Limits;
  close(): void;
}

/** A probe on a key of its own: it shows that Redis runs the script. */
export const probeOf = (name: string): readonly string[] => hitCommand(name, { times: 1, per: 1 });

export function openRedis(parts: RedisParts): SharedByRedis {
  const { random, ownHints, ownLimits, now, answerTimeout = 25 } = parts;
  // Keys contain addresses and openids. In Redis they are stored as HMACs.
  const nameOf = (key: string) => `saoma:${hmacSha256(parts.secret.reveal(), "redis", key)}`;
  const channel = nameOf("hints");
  const hints = createRedisHints({ redis: () => redis, channel, instance: randomToken(random, 16), own: ownHints });
  const redis = createReconnectingRedis({
    ...parts,
    answerTimeout,
    channel,
    probe: probeOf(nameOf("probe")),
    onMessage: hints.receive,
  });
  const limits = createRedisLimits({ redis, own: ownLimits, nameOf, ...(now ? { now } : {}) });
  return { hints, limits, close: redis.close };
}
