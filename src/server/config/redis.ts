import { z } from "zod";
import { faultOfRedisAddress, redisAddress } from "../../adapters/redis/address.ts";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";

/** A Redis that instances share. */
export interface RedisConfig {
  /** Includes the password. */
  readonly url: Secret;
  /** The path of the certificate authority's certificate. */
  readonly ca?: string;
}

const url = z.string().check(({ value, issues }) => {
  const message = faultOfRedisAddress(value);
  if (message) issues.push({ code: "custom", message, input: value });
});

export const redis = z.strictObject({
  url: url
    .describe(
      "As in redis://user:password@host:6379/0, rediss:// for TLS, or unix:///run/redis/redis.sock; default from SAOMA_REDIS_URL or SAOMA_REDIS_URL_FILE",
    )
    .exactOptional(),
  ca: z.string().min(1).describe("The file of the authority that Redis's certificate is by, as PEM").exactOptional(),
});

export function redisConfig(options: z.output<typeof redis> | undefined): { redis?: RedisConfig } {
  if (options?.url === undefined) return {};
  const { url, ca } = options;
  return { redis: { url: new Secret(url), ...(ca === undefined ? {} : { ca }) } };
}

/** `redis` without a URL is refused, because it would look as if a Redis were used. */
export function redisProblems({ redis }: Readonly<Record<string, unknown>>): ConfigProblem[] {
  if (!isOptions(redis) || redis.url !== undefined) return [];
  return [{ path: "redis.url", message: english`is missing. Set SAOMA_REDIS_URL, or remove redis.` }];
}

/** Warnings to log at every start. */
export function redisWarnings(config: RedisConfig | undefined): string[] {
  if (!config) return [];
  const { name, isLocal, tls } = redisAddress(config.url.reveal());
  if (isLocal || tls) return [];
  return [`redis.url is without TLS, so what is sent to ${name} is not encrypted, the password too`];
}
