import { z } from "zod";
import { faultOfRedisAddress, redisAddress } from "../../adapters/redis/address.ts";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";

/** A Redis that instances share. */
export interface RedisConfig {
  /** With the password in it. */
  readonly url: Secret;
  /** The file of the authority's certificate. */
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

/** One that is named and has no URL would be taken for one that is used. */
export function redisProblems({ redis }: Readonly<Record<string, unknown>>): ConfigProblem[] {
  if (!isOptions(redis) || redis.url !== undefined) return [];
  return [{ path: "redis.url", message: english`is missing. Set SAOMA_REDIS_URL, or remove redis.` }];
}

/** What is allowed and yet worth a line at every start. */
export function redisWarnings(config: RedisConfig | undefined): string[] {
  if (!config) return [];
  const { name, isLocal, tls } = redisAddress(config.url.reveal());
  if (isLocal || tls) return [];
  return [`redis.url is without TLS, so what is sent to ${name} is not encrypted, the password too`];
}
