// Metrics of attempts.
import { Counter, Histogram } from "prom-client";
import type { Attempt, AttemptStatus } from "../../domain/attempt.ts";
import { hasEnded, statusSince } from "../../domain/attempt-deadline.ts";
import type { AttemptStep } from "../../login/steps/attempt-step.ts";
import { humanBuckets, type Registry } from "./registry.ts";

export interface Attempts {
  step(step: AttemptStep): void;
}

/** The step that ends each status. */
const acts: Readonly<Partial<Record<AttemptStatus, string>>> = {
  pending: "scan",
  scanned: "confirm",
  phone_required: "phone",
  granted: "redeem",
};

const about = ["application", "way", "purpose"] as const;

/** Attempts by channel and outcome, and the duration of each of their steps. */
export function createAttemptMetrics(registry: Registry): Attempts {
  const registers = [registry];
  const started = new Counter({
    name: "saoma_attempts_started_total",
    help: "Started sign-in attempts",
    labelNames: about,
    registers,
  });
  const ended = new Counter({
    name: "saoma_attempts_ended_total",
    help: "Ended attempts; reason: why one was declined, or the last step of one that expired",
    labelNames: [...about, "outcome", "reason"],
    registers,
  });
  const stepSeconds = new Histogram({
    name: "saoma_attempt_step_seconds",
    help: "Duration of the steps: people scan, confirm and bind a phone, browsers redeem",
    labelNames: ["way", "step"],
    buckets: humanBuckets,
    registers,
  });
  const wholeSeconds = new Histogram({
    name: "saoma_sign_in_seconds",
    help: "Time from the start of an attempt to its session",
    labelNames: ["way"],
    buckets: humanBuckets,
    registers,
  });

  function moved(before: Attempt, { channel: way, status }: Attempt, at: number): void {
    const step = acts[before.status];
    if (step && status !== "expired" && status !== "cancelled") {
      stepSeconds.observe({ way, step }, seconds(statusSince(before), at));
    }
  }

  return {
    step({ before, after, at }) {
      const of = { application: after.applicationId, way: after.channel, purpose: after.purpose };
      if (!before) started.inc(of);
      else moved(before, after, at);
      if (!hasEnded(after) || (before && hasEnded(before))) return;
      ended.inc({ ...of, outcome: after.status, reason: reasonOf({ before, after }) });
      const isSignIn = after.status === "redeemed" && after.purpose === "sign-in";
      if (isSignIn) wholeSeconds.observe({ way: after.channel }, seconds(after.createdAt, at));
    },
  };
}

/** Never negative, even if the clock was set back. */
const seconds = (from: number, to: number): number => Math.max(0, to - from) / 1000;

const reasonOf = ({ before, after }: { before: Attempt | undefined; after: Attempt }): string =>
  after.reason ?? (after.status === "expired" ? (before?.status ?? "") : "");
