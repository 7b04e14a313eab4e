import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { randomToken } from "../base/bytes.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Bindings, Env, HttpDeps } from "./context.ts";
import { guardHeaders } from "./headers.ts";
import { cors } from "./origin.ts";
import { answerProblem } from "./problem.ts";
import { attemptRoutes } from "./routes/attempts.ts";
import { descriptionRoutes, healthRoutes } from "./routes/health.ts";
import { miniProgramRoutes } from "./routes/mini-program.ts";
import { mpVerifyRoutes } from "./routes/mp-verify.ts";
import { oauthRoutes, oauthScriptRoutes } from "./routes/oauth.ts";
import { createPushDoor, pushRoutes } from "./routes/push.ts";
import { sessionRoutes } from "./routes/session.ts";
import { keyRoutes, tokenRoutes } from "./routes/tokens.ts";
import { widgetRoutes } from "./routes/widget.ts";

/** The whole service as one function of the web's own kind. */
export type HttpApp = (request: Request, env?: Env) => Promise<Response>;

/**
 * Every header is set before its route runs: a middleware that touched the response afterwards would
 * break the streams that are written past it. Pushes go past the router: they are most of the day's work
 * (docs/performance.md).
 */
export function createHttp(deps: HttpDeps): HttpApp {
  const app = createApp(deps);
  const pushDoor = createPushDoor(deps);
  return async (request, env = {}) => pushDoor(request, env) ?? app.fetch(request, env);
}

/** The routes. */
export function createApp(deps: HttpDeps): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(guard(deps));
  app.use("/v1/*", cors(deps));
  app.route("/v1/attempts", attemptRoutes(deps));
  app.route("/v1/session", sessionRoutes(deps));
  app.route("/v1/tokens", tokenRoutes(deps));
  app.route("/.well-known", keyRoutes(deps));
  app.route("/wechat/:appid/push", pushRoutes(deps));
  app.route("/wechat/:appid/oauth", oauthRoutes(deps));
  app.route("/", oauthScriptRoutes(deps));
  app.route("/mini-program/:appid", miniProgramRoutes(deps));
  app.route("/", mpVerifyRoutes(deps));
  app.route("/", healthRoutes(deps));
  app.route("/", widgetRoutes(deps));
  app.route("/", descriptionRoutes(deps));
  app.notFound((c) => answerProblem(c, deps.log, new SaomaError("not_found")));
  app.onError((error, c) => answerProblem(c, deps.log, error));
  return app;
}

/** The headers of every answer, and the request's name in the log. */
const guard = ({ random, origin }: HttpDeps) => {
  const fixed = Object.entries(guardHeaders(origin));
  return createMiddleware<Bindings>(async (c, next) => {
    const requestId = randomToken(random, 9);
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    for (const [name, value] of fixed) c.header(name, value);
    return next();
  });
};
