import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Bindings, HttpDeps } from "../context.ts";

/** `/healthz`: the process answers. `/readyz`: it can serve, which it cannot while stopping or without its database. */
export function healthRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/healthz", (c) => c.json({ status: "ok" }));
  routes.get("/readyz", async (c) => {
    if (deps.closing.aborted) throw new SaomaError("store_unavailable", { message: "The service is stopping." });
    await deps.check();
    return c.json({ status: "ready" });
  });
  return routes;
}
