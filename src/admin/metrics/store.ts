import { Counter, Histogram } from "prom-client";
import type { CommitOutcome } from "../../login/steps/timed-commits.ts";
import { fastBuckets, type Registry } from "./registry.ts";

/** How long transactions take until they are durable, their outcomes, and how often they conflict. */
export function createStoreMetrics(registry: Registry) {
  const took = new Histogram({
    name: "saoma_commit_seconds",
    help: "Time from the call of a transaction until it was durable, refused or failed",
    labelNames: ["outcome"],
    buckets: fastBuckets,
    registers: [registry],
  });
  const again = new Counter({
    name: "saoma_transaction_retries_total",
    help: "Transactions that were run again because of a conflict in PostgreSQL",
    registers: [registry],
  });
  return {
    commit: (outcome: CommitOutcome, ms: number): void => took.observe({ outcome }, ms / 1000),
    retried: (): void => again.inc(),
  };
}
