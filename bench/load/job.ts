import type { Scans } from "./pushes.ts";

/** A job of the load generator. */
export interface Job {
  readonly port: number;
  readonly concurrency: number;
  /** The duration in milliseconds. The job also ends when the requests are used up. */
  readonly ms: number;
  readonly requests: { readonly scans: Scans } | { readonly texts: readonly string[] };
  /** Whether to start again with the first request after the last. */
  readonly again: boolean;
  /** The rate of requests a second, independent of the responses. Absent: as fast as the connections allow. */
  readonly perSecond?: number;
}

/** The result of a job. Times are in milliseconds. */
export interface Outcome {
  readonly done: number;
  readonly failed: number;
  readonly ms: number;
  readonly p50: number;
  readonly p99: number;
  /** For scans: the numbers of those that got a response, with the time of the request by the machine's clock. */
  readonly sent?: readonly (readonly [index: number, at: number])[];
}
