// Passes the pushes of a source on to its existing backend, and reads what it replies.
import type { CallAnswer } from "../adapters/outgoing/caller.ts";
import { createBreaker } from "../base/breaker.ts";
import { randomToken } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { PushWire, Relay } from "../login/context.ts";
import type { Log } from "../ports/log.ts";
import { openReply, type PushKeys } from "../wechat/index.ts";
import type { RelayConfig } from "./config/relay.ts";
import { createCallerOf } from "./outgoing.ts";
import { shownUrl } from "./webhooks.ts";

/** What became of a push that was passed on. `spared`: it was not, because the breaker is open or no time is left. */
export type RelayOutcome = "replied" | "silent" | "away" | "refused" | "spared";

export interface RelayDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onAsked?: ((outcome: RelayOutcome, ms: number) => void) | undefined;
}

/** The longest reply that is read, in bytes. */
const longestReply = 65_536;
/** After so many failures in a row the breaker opens: the backend is not called for `restMs` milliseconds. */
const restAfter = 5;
const restMs = 10_000;

/** Passes the pushes of a source on to its backend, as WeChat would send them. */
export function createRelay(keys: PushKeys, config: RelayConfig, deps: RelayDeps): Relay {
  const { clock, log, onAsked } = deps;
  const call = createCallerOf({ clock }, config);
  const breaker = createBreaker({ clock, failures: restAfter, restMs });
  const about = { appid: keys.appid, backend: shownUrl(config.url) };

  async function exchange(wire: PushWire): Promise<CallAnswer | undefined> {
    const timeoutMs = Math.max(0, wire.arrivedAt + config.timeout - clock.now());
    const headers = { "user-agent": "Mozilla/4.0", accept: "*/*", "content-type": wire.contentType ?? "text/xml" };
    const request = { method: "POST" as const, headers, body: wire.body, timeoutMs, most: longestReply };
    try {
      const answer = await call(addressFor(config.url, wire.query), request);
      if (answer.status >= 500) throw new Error(`it answered ${answer.status}`);
      breaker.worked();
      return answer;
    } catch (error) {
      breaker.failed();
      log.warn(about, `a backend gave no reply: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async function ask(wire: PushWire): Promise<readonly [RelayOutcome, reply?: string]> {
    // After the database was away there may be no time left, which says nothing of the backend.
    if (clock.now() >= wire.arrivedAt + config.timeout) return ["spared"];
    if (!breaker.allows()) return ["spared"];
    const answer = await exchange(wire);
    if (answer === undefined) return ["away"];
    const opened = answer.status === 200 ? openReply(keys, Buffer.from(answer.body).toString()) : undefined;
    if (opened?.ok) return opened.plaintext === undefined ? ["silent"] : ["replied", opened.plaintext];
    const problem = opened?.reason ?? `HTTP ${answer.status}`;
    log.warn({ ...about, problem }, "a backend's reply is none that WeChat would take");
    return ["refused"];
  }

  return {
    only: config.only,
    timeout: config.timeout,
    holder: randomToken(deps.random, 9),
    async ask(wire) {
      const begun = clock.now();
      const [outcome, body] = await ask(wire);
      onAsked?.(outcome, clock.now() - begun);
      if (body !== undefined) return { type: "relayed", body };
      return outcome === "silent" ? undefined : "away";
    },
  };
}

/** The backend's own query comes first, as WeChat adds its own to a server URL. */
export function addressFor(url: string, query: string): URL {
  const address = new URL(url);
  address.search = [address.search.slice(1), query].filter((part) => part !== "").join("&");
  return address;
}
