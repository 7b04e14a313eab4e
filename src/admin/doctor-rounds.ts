// The doctor for the console: one round at a time, in the background, with an end.
import type { Clock } from "../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../base/deadline.ts";
import type { Doctor, DoctorFinding } from "../ports/doctor.ts";
import type { Log } from "../ports/log.ts";

/** A round of the doctor's. Times are milliseconds since the epoch. */
export interface DoctorRound {
  readonly startedAt: number;
  /** Absent while it goes on. */
  readonly endedAt?: number;
  readonly findings: readonly DoctorFinding[];
  /** Why it ended early: it took too long, or the error's message. */
  readonly failure?: { readonly why: "late" } | { readonly why: "error"; readonly message: string };
}

export interface DoctorRounds {
  /** Begins a round, unless one is going on. */
  begin(): void;
  /** The last round, with what it has found so far. */
  latest(): DoctorRound | undefined;
}

/** A round ends after this time, in milliseconds. */
export const longestRound = 60_000;

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}

export function createDoctorRounds(doctor: Doctor, { clock, log, closing }: Parts): DoctorRounds {
  let latest: DoctorRound | undefined;

  async function round(findings: DoctorFinding[]): Promise<DoctorRound["failure"]> {
    try {
      await withDeadline(clock, longestRound, async (late) => {
        const signal = AbortSignal.any([late, closing]);
        for await (const some of doctor(signal)) if (!signal.aborted) findings.push(...some);
      });
      return undefined;
    } catch (error) {
      if (error instanceof DeadlineExceeded) return { why: "late" };
      if (!closing.aborted) log.warn({ err: error }, "the doctor failed");
      return { why: "error", message: error instanceof Error ? error.message : String(error) };
    }
  }

  async function begin(): Promise<void> {
    const findings: DoctorFinding[] = [];
    const startedAt = clock.now();
    latest = { startedAt, findings };
    const failure = await round(findings);
    latest = { startedAt, findings, endedAt: clock.now(), ...(failure ? { failure } : {}) };
  }

  return {
    begin() {
      if (latest === undefined || latest.endedAt !== undefined) void begin();
    },
    latest: () => latest,
  };
}
