// All metrics of the service, for Prometheus.
import type { AttemptStep } from "../../login/steps/attempt-step.ts";
import type { CommitOutcome } from "../../login/steps/timed-commits.ts";
import type { WechatCall } from "../../wechat/index.ts";
import { type Attempts, createAttemptMetrics } from "./attempts.ts";
import { createGauges, type Gauged } from "./gauges.ts";
import { createProcessMetrics } from "./process.ts";
import { createPushMetrics } from "./pushes.ts";
import { createRegistry } from "./registry.ts";
import { createStoreMetrics } from "./store.ts";
import { createWebhookMetrics } from "./webhooks.ts";
import { createWechatMetrics } from "./wechat.ts";

/** Counts events for Prometheus. Labels come from the configuration and from WeChat's vocabulary, never from people. */
export interface Meter {
  step(step: AttemptStep): void;
  commit(outcome: CommitOutcome, ms: number): void;
  /** Counts a transaction that is retried because it conflicted with another. */
  retried(): void;
  pushTaken(appid: string, event: string): void;
  pushRefused(appid: string, reason: string): void;
  /** Counts a push that was relayed to its source's backend. */
  pushRelayed(appid: string, outcome: string, ms: number): void;
  wechatCalled(appid: string, call: WechatCall): void;
  /** Counts a letter that was sent to a webhook. */
  webhookTried(endpoint: string, outcome: string, ms: number): void;
  /** Values that are read only when the metrics are collected. */
  gauge(gauged: Gauged): void;
  /** Returns all metrics in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMeter(): Meter {
  const registry = createRegistry();
  createProcessMetrics(registry);
  const attempts: Attempts = createAttemptMetrics(registry);
  const store = createStoreMetrics(registry);
  const pushes = createPushMetrics(registry);
  const wechat = createWechatMetrics(registry);
  return {
    step: attempts.step,
    commit: store.commit,
    retried: store.retried,
    pushTaken: pushes.taken,
    pushRefused: pushes.refused,
    pushRelayed: pushes.relayed,
    wechatCalled: wechat.called,
    webhookTried: createWebhookMetrics(registry).tried,
    gauge: (gauged) => createGauges(registry, gauged),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
