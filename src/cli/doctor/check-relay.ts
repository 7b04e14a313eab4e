import { createCallerOf } from "../../server/outgoing.ts";
import { addressFor } from "../../server/relay.ts";
import { shownUrl } from "../../server/webhooks.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";
import { echoQuery, keysOf } from "./probe.ts";

/** The timeout: as long as WeChat waits, in milliseconds. */
const timeoutMs = 5_000;

/**
 * Sends the console's check of a server URL to each backend that pushes are relayed to. It shows that the backend is
 * reachable and has the Token.
 */
export async function checkRelays(context: DoctorContext): Promise<Finding[]> {
  const { clock, random, resolve, config } = context;
  const findings = config.sources.map(async (source): Promise<Finding[]> => {
    if (source.relay === undefined) return [];
    const of = { appid: source.appid, url: shownUrl(source.relay.url) };
    const { query, echostr } = echoQuery(keysOf(source), { clock, random });
    const call = createCallerOf({ clock, ...(resolve ? { resolve } : {}) }, source.relay);
    const request = { method: "GET" as const, headers: { "user-agent": "Mozilla/4.0" }, timeoutMs, most: 65_536 };
    try {
      const { status, body } = await call(addressFor(source.relay.url, query), request);
      if (status === 200 && Buffer.from(body).toString().trim() === echostr) return [found("relay.good", of)];
      return [found("relay.token", { ...of, status: String(status) })];
    } catch (error) {
      return [found("relay.away", { ...of, why: error instanceof Error ? error.message : String(error) })];
    }
  });
  return (await Promise.all(findings)).flat();
}
