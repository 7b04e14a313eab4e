import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { WechatApi } from "../../wechat/index.ts";
import type { QuotaSeen } from "./gauges.ts";

/** A source whose quotas are watched, with the endpoints that sign-ins need. */
export interface QuotaSource {
  readonly appid: string;
  readonly endpoints: readonly string[];
  readonly of: WechatApi["quota"]["of"];
}

/** How often quotas are fetched. Each fetch is itself a call to WeChat, so it happens seldom and only while metrics are read. */
const askEvery = 15 * 60_000;

/** Returns the last known quotas at once, and fetches new ones for the next reader. */
export function createQuotas(sources: readonly QuotaSource[], { clock, log }: { clock: Clock; log: Log }) {
  let askedAt = Number.NEGATIVE_INFINITY;
  const seen = new Map<string, QuotaSeen>();

  async function look({ appid: source, of }: QuotaSource, endpoint: string): Promise<void> {
    try {
      const { daily } = await of(endpoint);
      seen.set(`${source} ${endpoint}`, { source, endpoint, limit: daily.limit, used: daily.used });
    } catch (error) {
      seen.delete(`${source} ${endpoint}`);
      log.debug({ err: error, appid: source, endpoint }, "could not get a quota from WeChat");
    }
  }

  return (): readonly QuotaSeen[] => {
    if (clock.now() - askedAt >= askEvery) {
      askedAt = clock.now();
      for (const source of sources) for (const endpoint of source.endpoints) void look(source, endpoint);
    }
    return [...seen.values()];
  };
}
