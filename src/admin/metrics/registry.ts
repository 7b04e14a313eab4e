import { Registry } from "prom-client";

export type { Registry } from "prom-client";

/** One registry for each service, because several services may run in one process, as in tests. */
export const createRegistry = (): Registry => new Registry();

/** Buckets for the durations of requests, in seconds. */
export const fastBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Buckets for human reaction times, in seconds. */
export const humanBuckets = [1, 2, 3, 5, 8, 13, 20, 30, 45, 60, 90, 120, 180, 300, 600];
