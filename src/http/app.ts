// The public HTTP service: routes, headers and request ids.
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { getPath } from "hono/utils/url";
import { randomToken } from "../base/bytes.ts";
import { SaomaError } from "../domain/errors.ts";
import type { Bindings, Env, HttpDeps } from "./context.ts";
import { guardHeaders } from "./headers.ts";
import { cors, corsHeaders } from "./origin.ts";
import { answerProblem } from "./problem.ts";
import { routeOfPush } from "./push-target.ts";
import type { RawAnswer } from "./raw-answer.ts";
import { accountRoutes } from "./routes/account.ts";
import { attemptRoutes } from "./routes/attempts.ts";
import { descriptionRoutes, healthRoutes } from "./routes/health.ts";
import { miniProgramRoutes } from "./routes/mini-program.ts";
import { mpVerifyRoutes } from "./routes/mp-verify.ts";
import { oauthRoutes, oauthScriptRoutes } from "./routes/oauth.ts";
import { createPushHandler, type PushRequest, pushRoutes } from "./routes/push.ts";
import { sessionRoutes } from "./routes/session.ts";
import { sessionsRoutes } from "./routes/sessions.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { keyRoutes, tokenRoutes } from "./routes/tokens.ts";
import { wechatServerRoutes } from "./routes/wechat-server.ts";
import { widgetRoutes } from "./routes/widget.ts";
import { createSessionCheck, type SessionCheck } from "./session-check.ts";
import { warnOfUnknownAddresses } from "./unknown-addresses.ts";

/** The whole service. */
export interface HttpApp {
  /** Handles a `Request` and returns its `Response`. */
  fetch(request: Request, env?: Env): Promise<Response>;
  /**
   * The pushes alone, past router, `Request` and `Response`: they are most of the day's work
   * (docs/performance.md). {@link readTarget} tells which address is a push's.
   */
  push(knock: Omit<PushRequest, "requestId">): Promise<RawAnswer>;
  /**
   * Handles session checks only, without the rest: a site makes one for every page. Undefined if there is no session
   * for any reason: `fetch` then says why.
   */
  session(check: SessionCheck): Promise<RawAnswer | undefined>;
}

/**
 * Every header is set before its route runs: a middleware that touched the response afterwards would
 * break the streams that are written past it.
 */
export function createHttp(deps: HttpDeps): HttpApp {
  const app = createApp(deps);
  const pushHandler = createPushHandler(deps);
  const check = createSessionCheck(deps);
  const fixed = Object.entries(guardHeaders(deps.origin)).flat();
  return {
    fetch: async (request, env = {}) => app.fetch(request, env),
    async push(knock) {
      const requestId = randomToken(deps.random, 9);
      const {
        status,
        contentType,
        body = "",
      } = await deps.scope.run(requestId, () => pushHandler({ ...knock, requestId }));
      const headers = ["X-Request-Id", requestId, ...fixed];
      if (contentType) headers.push("Content-Type", contentType);
      if (status === 503) headers.push("Connection", "close");
      return { status, headers, body };
    },
    async session(asked) {
      const requestId = randomToken(deps.random, 9);
      const view = await deps.scope.run(requestId, () => check(asked).catch(() => undefined));
      if (view === undefined) return undefined;
      const body = JSON.stringify(view);
      const headers = ["X-Request-Id", requestId, ...fixed];
      headers.push(...Object.entries(corsHeaders(deps, asked.headers.get("origin"))).flat());
      headers.push("Content-Type", "application/json");
      return { status: 200, headers, body };
    },
  };
}

/** The routes. */
export function createApp(deps: HttpDeps): Hono<Bindings> {
  const app = new Hono<Bindings>({ getPath: (request) => routeOfPush(request.url) ?? getPath(request) });
  app.use(guard(deps));
  const addressWarning = warnOfUnknownAddresses(deps);
  app.use("/v1/*", addressWarning, cors(deps));
  app.use("/mini-program/*", addressWarning);
  app.route("/v1/attempts", attemptRoutes(deps));
  app.route("/v1/sign-in", signInRoutes(deps));
  app.route("/v1/session", sessionRoutes(deps));
  app.route("/v1/sessions", sessionsRoutes(deps));
  app.route("/v1/account", accountRoutes(deps));
  app.route("/v1/tokens", tokenRoutes(deps));
  app.route("/.well-known", keyRoutes(deps));
  app.route("/wechat/:appid/push", pushRoutes(deps));
  app.route("/wechat/:appid/oauth", oauthRoutes(deps));
  app.route("/", wechatServerRoutes(deps));
  if (deps.openId) {
    for (const path of ["/oidc/*", "/sign-in/*", "/.well-known/openid-configuration"])
      app.all(path, (c) => answerProblem(c, deps, new SaomaError("needs_node")));
  }
  app.route("/", oauthScriptRoutes(deps));
  app.route("/mini-program/:appid", miniProgramRoutes(deps));
  app.route("/", mpVerifyRoutes(deps));
  app.route("/", healthRoutes(deps));
  app.route("/", widgetRoutes(deps));
  app.route("/", descriptionRoutes(deps));
  app.notFound((c) => answerProblem(c, deps, new SaomaError("not_found")));
  app.onError((error, c) => answerProblem(c, deps, error));
  return app;
}

/** The headers of every answer, and the request's name in the log. */
const guard = ({ random, scope, origin }: HttpDeps) => {
  const fixed = Object.entries(guardHeaders(origin));
  return createMiddleware<Bindings>(async (c, next) => {
    const requestId = randomToken(random, 9);
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    for (const [name, value] of fixed) c.header(name, value);
    return scope.run(requestId, next);
  });
};
