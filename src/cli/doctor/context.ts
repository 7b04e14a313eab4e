import type { PostOptions } from "../../adapters/outgoing/post.ts";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { Config } from "../../server/config/config.ts";
import type { HttpExchange } from "./http-exchange.ts";

/** What the checks use: the configuration, the clock and the network. */
export interface DoctorContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: typeof fetch;
  readonly exchange: HttpExchange;
  /** Resolves a host name. Default: the system's resolver. */
  readonly resolve?: PostOptions["resolve"];
}

/** Formats a time as `2026-11-21 08:30` in this machine's time zone. */
export function moment(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16).replace("T", " ");
}
