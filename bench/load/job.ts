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
  /** So many a second, whatever the answers take; as fast as the connections allow where there is none. */
  readonly perSecond?: number;
}

/** What came of it; times in milliseconds. */
export interface Outcome {
  readonly done: number;
  readonly failed: number;
  readonly ms: number;
  readonly p50: number;
  readonly p99: number;
  /** Of scans: those that were answered, by number, with when they were sent, on the machine's clock. */
  readonly sent?: readonly (readonly [index: number, at: number])[];
}
