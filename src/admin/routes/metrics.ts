import { Hono } from "hono";
import type { AdminBindings, AdminDeps } from "../context.ts";
import { requireRight } from "../right.ts";

/**
 * `/metrics`, for Prometheus. A loopback listener needs no key for it: metrics contain no personal data. If it has an
 * origin, a proxy brings in other machines, whose requests look like those of this one.
 */
export function metricsRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", async (c) => {
    if (!deps.isLoopback || deps.origin !== undefined) await requireRight(c, deps, "read");
    return c.body(await deps.meter.text(), 200, { "Content-Type": deps.meter.contentType });
  });
  return routes;
}
