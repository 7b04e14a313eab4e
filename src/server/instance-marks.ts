// The fingerprints by which instances on one PostgreSQL notice that they differ.
import type { InstanceMarks } from "../adapters/postgres/session-name.ts";
import { hmacSha256 } from "../base/bytes.ts";
import type { Config } from "./config/config.ts";

/** Enough to tell a few instances apart. */
const length = 8;

/**
 * What people meet differently at two instances, and no more: ports, proxies, paths and connections may differ between
 * machines. Secrets are `[secret]` in JSON.
 */
export function instanceMarks(config: Config): InstanceMarks {
  const { origin, sources, applications, session, tokens, limits, accountChanges } = config;
  const shared = JSON.stringify({ origin, sources, applications, session, tokens, limits, accountChanges });
  const mark = (...parts: readonly string[]) =>
    hmacSha256(config.secret.reveal(), "instance", ...parts).slice(0, length);
  return { secret: mark("secret"), configuration: mark("configuration", shared) };
}
