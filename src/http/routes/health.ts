import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Bindings, HttpDeps } from "../context.ts";
import { describeApi } from "../openapi.ts";

/** `/openapi.json`: every public route, for programs. */
export function descriptionRoutes({ origin }: Pick<HttpDeps, "origin">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  let description: object | undefined;
  routes.get("/openapi.json", (c) => {
    description ??= describeApi(origin);
    return c.json(description);
  });
  return routes;
}

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
