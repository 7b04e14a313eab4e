import type { Clock } from "../../base/clock.ts";
import { withDeadline } from "../../base/deadline.ts";
import { openConnection, type Target } from "./connection.ts";
import { failureSentence } from "./failure.ts";
import { probeOf } from "./open-redis.ts";

/** The state of a Redis: what is wrong with it, or its version. */
export type RedisInspection = { readonly why: string } | { readonly version: string };

const timeout = 3_000;

export async function inspectRedis(target: Target, clock: Clock): Promise<RedisInspection> {
  try {
    const connection = await openConnection(target, clock);
    try {
      return await withDeadline(clock, timeout, async () => {
        await connection.subscribe("saoma:doctor", () => {});
        await connection.ask(probeOf("saoma:doctor"));
        // The user may not be allowed to run INFO.
        const info = await connection.ask(["INFO", "server"]).catch(() => "");
        return { version: /^(?:valkey|redis)_version:(\S+)/m.exec(String(info))?.[1] ?? "?" };
      });
    } finally {
      connection.close();
    }
  } catch (error) {
    return { why: failureSentence(error, target.address.name) };
  }
}
