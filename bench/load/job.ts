import type { Scans } from "./pushes.ts";

/** What the generator is to do. */
export interface Job {
  readonly port: number;
  readonly concurrency: number;
  /** For so long, in milliseconds, or until the requests are used up. */
  readonly ms: number;
  readonly requests: { readonly scans: Scans } | { readonly texts: readonly string[] };
  /** Whether the requests may be sent again when they are used up. */
  readonly again: boolean;
}

/** What came of it; times in milliseconds. */
export interface Outcome {
  readonly done: number;
  readonly failed: number;
  readonly ms: number;
  readonly p50: number;
  readonly p99: number;
}
