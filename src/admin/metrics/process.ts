import { collectDefaultMetrics } from "prom-client";
import type { Registry } from "./registry.ts";

/** Memory, CPU and the event loop, under the names that every dashboard of Node's knows. */
export const createProcessMetrics = (registry: Registry): void => collectDefaultMetrics({ register: registry });
