import { Hono } from "hono";
import { describe } from "../../http/openapi.ts";
import type { AdminBindings, AdminDeps } from "../context.ts";
import { adminOperations } from "../operations.ts";

/** The description of every route of the operator's listener (OpenAPI 3.1), from the schemas that validate. */
export const describeAdmin = (origin: string): object =>
  describe(adminOperations, {
    title: "Saoma for its operator",
    description: "People, what was changed, and metrics.",
    origin,
    securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key of `saoma admin-key add`" } },
  });

/** `/admin/openapi.json`: the description as JSON. */
export function descriptionRoutes({ origin }: Pick<AdminDeps, "origin">): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", (c) => c.json(describeAdmin(origin ?? new URL(c.req.url).origin)));
  return routes;
}
