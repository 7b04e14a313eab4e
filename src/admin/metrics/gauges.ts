import { Gauge } from "prom-client";
import type { Registry } from "./registry.ts";

/** Values that are read when Prometheus collects them. */
export interface Gauged {
  /** Waiting browsers by transport. */
  waiting(): Readonly<Record<string, number>>;
  /** The number of messages after sign-ins that are not sent yet. */
  outbox(): Promise<number>;
  /** The number of waiting and dead letters by endpoint, and the age of the oldest in seconds. */
  letters(): Promise<readonly LettersSeen[]>;
  /** The access tokens of the sources, in seconds. `age` is known only to the process that fetched the token. */
  tokens(): Promise<readonly { readonly source: string; readonly left: number; readonly age?: number }[]>;
  /** The day's quotas, as WeChat last reported them. */
  quotas(): readonly QuotaSeen[];
}

export interface LettersSeen {
  readonly endpoint: string;
  readonly state: string;
  readonly count: number;
  readonly oldest: number;
}

export interface QuotaSeen {
  readonly source: string;
  readonly endpoint: string;
  readonly limit: number;
  readonly used: number;
}

type Row = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Registers a gauge that reads its rows when it is collected, and replaces the earlier ones. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  rows: () => Promise<Row[]> | Row[],
) {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const found = await rows();
      this.reset();
      for (const [labels, value] of found) this.set(labels, value);
    },
  });
}

export function createGauges(registry: Registry, { waiting, outbox, letters, tokens, quotas }: Gauged): void {
  const byTransport = () => Object.entries(waiting()).map(([transport, count]): Row => [{ transport }, count]);
  gauge(registry, "saoma_waiting_browsers", "Browsers waiting for their attempt", ["transport"], byTransport);
  gauge(registry, "saoma_outbox_messages", "Unsent messages after sign-ins", [], async () => [[{}, await outbox()]]);
  const ofLetters = (what: "count" | "oldest") => async () =>
    (await letters()).map(({ endpoint, state, ...seen }): Row => [{ endpoint, state }, seen[what]]);
  const byLetter = ["endpoint", "state"];
  gauge(registry, "saoma_webhook_letters", "Waiting and dead webhook letters", byLetter, ofLetters("count"));
  gauge(registry, "saoma_webhook_oldest_seconds", "Age of the oldest letter", byLetter, ofLetters("oldest"));
  gauge(
    registry,
    "saoma_wechat_token_left_seconds",
    "Remaining life of a source's access token",
    ["source"],
    async () => (await tokens()).map(({ source, left }): Row => [{ source }, left]),
  );
  gauge(registry, "saoma_wechat_token_age_seconds", "Time since this process fetched the token", ["source"], async () =>
    (await tokens()).flatMap(({ source, age }): Row[] => (age === undefined ? [] : [[{ source }, age]])),
  );
  const ofQuota = (what: "limit" | "used") => () =>
    quotas().map(({ source, endpoint, ...seen }): Row => [{ source, endpoint }, seen[what]]);
  const labels = ["source", "endpoint"];
  gauge(registry, "saoma_wechat_quota_limit", "Allowed calls of an endpoint a day", labels, ofQuota("limit"));
  gauge(registry, "saoma_wechat_quota_used", "Calls of the endpoint today", labels, ofQuota("used"));
}
