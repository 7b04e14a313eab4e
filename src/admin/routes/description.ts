import { Hono } from "hono";
import { describe } from "../../http/openapi.ts";
import type { AdminBindings, AdminDeps } from "../context.ts";
import { adminOperations } from "../operations.ts";

/** `/admin/openapi.json`: every route of this listener, for programs. */
export function descriptionRoutes({ origin }: Pick<AdminDeps, "origin">): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  let description: object | undefined;
  routes.get("/", (c) => {
    description ??= describe(adminOperations, {
      title: "Saoma for its operator",
      description: "People, what was changed, and metrics.",
      origin: origin ?? new URL(c.req.url).origin,
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key of `saoma admin-key add`" } },
    });
    return c.json(description);
  });
  return routes;
}
