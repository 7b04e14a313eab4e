import { collectDefaultMetrics } from "prom-client";
import type { Registry } from "./registry.ts";

/** Memory, CPU and the event loop, under the names that dashboards for Node expect. */
export const createProcessMetrics = (registry: Registry): void => collectDefaultMetrics({ register: registry });
