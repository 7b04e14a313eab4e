import { Histogram } from "prom-client";
import type { CommitOutcome } from "../../login/steps/timed-commits.ts";
import { fastBuckets, type Registry } from "./registry.ts";

/** How long transactions take until they are durable, and how they went. */
export function createStoreMetrics(registry: Registry) {
  const took = new Histogram({
    name: "saoma_commit_seconds",
    help: "From a transaction's call until it was durable, refused by what it found, or failed",
    labelNames: ["outcome"],
    buckets: fastBuckets,
    registers: [registry],
  });
  return { commit: (outcome: CommitOutcome, ms: number): void => took.observe({ outcome }, ms / 1000) };
}
