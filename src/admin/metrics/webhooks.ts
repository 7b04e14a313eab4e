import { Counter, Histogram } from "prom-client";
import { fastBuckets, type Registry } from "./registry.ts";

/** Letters to the operator's other services, by endpoint. */
export function createWebhookMetrics(registry: Registry) {
  const registers = [registry];
  const tries = new Counter({
    name: "saoma_webhook_tries_total",
    help: "Tries to send a letter: delivered, failed (to be retried), or dead",
    labelNames: ["endpoint", "outcome"],
    registers,
  });
  const took = new Histogram({
    name: "saoma_webhook_seconds",
    help: "Response time of an endpoint",
    labelNames: ["endpoint"],
    buckets: fastBuckets,
    registers,
  });
  return {
    tried(endpoint: string, outcome: string, ms: number): void {
      tries.inc({ endpoint, outcome });
      took.observe({ endpoint }, ms / 1000);
    },
  };
}
