// The operator's listener: its routes.
import { Hono } from "hono";
import { SaomaError } from "../domain/errors.ts";
import { answerProblem } from "../http/problem.ts";
import { consoleApp } from "./console/app.ts";
import type { AdminBindings, AdminDeps, AdminEnv } from "./context.ts";
import { guard } from "./guard.ts";
import { keyed } from "./right.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { attemptLogRoutes } from "./routes/attempts.ts";
import { auditRoutes } from "./routes/audit.ts";
import { descriptionRoutes } from "./routes/description.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** The operator's listener, as a function from `Request` to `Response`. */
export interface AdminApp {
  fetch(request: Request, env: AdminEnv): Promise<Response>;
}

/** Creates the app with all routes for the operator. None of them can be reached through the public port. */
export function createAdmin(deps: AdminDeps): AdminApp {
  const app = createAdminApp(deps);
  return { fetch: async (request, env) => app.fetch(request, env) };
}

/** The routes. */
export function createAdminApp(deps: AdminDeps): Hono<AdminBindings> {
  const app = new Hono<AdminBindings>();
  app.use(guard(deps));
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.route("/metrics", metricsRoutes(deps));
  app.route("/admin/openapi.json", descriptionRoutes(deps));
  app.use("/admin/v1/*", keyed(deps));
  app.route("/admin/v1/accounts", accountRoutes(deps));
  app.route("/admin/v1/attempts", attemptLogRoutes(deps));
  app.route("/admin/v1/sources", sourceRoutes(deps));
  app.route("/admin/v1/webhooks", webhookRoutes(deps));
  app.route("/admin/v1/audit", auditRoutes(deps));
  app.get("/", (c) => c.redirect("/console", 303));
  app.route("/console", consoleApp(deps));
  app.notFound((c) => answerProblem(c, deps, new SaomaError("not_found")));
  app.onError((error, c) => answerProblem(c, deps, error));
  return app;
}
