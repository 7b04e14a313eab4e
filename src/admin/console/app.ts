// The console's HTTP app.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { errors, SaomaError } from "../../domain/errors.ts";
import { html } from "../../http/html.ts";
import { answerProblem } from "../../http/problem.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { accountActions } from "./account-actions.ts";
import { applicationPages } from "./applications.ts";
import { attemptPages } from "./attempts.ts";
import { auditPages } from "./audit.ts";
import { enterRoutes, signedOut } from "./enter.ts";
import { notice, showPage, spoken } from "./page.ts";
import { peoplePages } from "./people.ts";
import { requireOrigin, visitOf } from "./session.ts";
import { signInRoutes } from "./sign-in.ts";
import { todayPage } from "./today.ts";
import { wechatPages } from "./wechat.ts";

/** The maximum size of a form, in bytes. */
const longestForm = 16 * 1024;

/**
 * The operator's console: pages without scripts, for administrators who signed in by WeChat or by a link from the
 * command line.
 */
export function consoleApp(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.use(requireOrigin);
  routes.use(bodyLimit({ maxSize: longestForm }));
  routes.route("/", enterRoutes(deps));
  routes.route("/", signInRoutes(deps));
  routes.use(signedIn(deps));
  routes.get("/", (c) => c.redirect("/console/today", 303));
  routes.route("/today", todayPage(deps));
  routes.route("/people", peoplePages(deps));
  routes.route("/people", accountActions(deps));
  routes.route("/attempts", attemptPages(deps));
  routes.route("/wechat", wechatPages(deps));
  routes.route("/applications", applicationPages(deps));
  routes.route("/audit", auditPages(deps));
  routes.all("*", () => {
    throw new SaomaError("not_found");
  });
  routes.onError((error, c) => showFailure(c, deps, error));
  return routes;
}

/** Runs before every route except the sign-in. Requires a visit and, for changes, one with the right to write. */
const signedIn = (deps: AdminDeps) =>
  createMiddleware<AdminBindings>(async (c, next) => {
    const visit = await visitOf(c, deps);
    if (!visit) return signedOut(c, deps);
    c.set("visit", visit);
    c.set("administrator", visit);
    if (c.req.method !== "GET" && c.req.method !== "HEAD" && visit.right !== "write")
      throw new SaomaError("key_may_not");
    return next();
  });

/** The page for a sign-in by WeChat that the limits refuse. */
function tooMany(c: AdminContext, error: Error): Response {
  const { say } = spoken(c);
  if (error instanceof SaomaError && error.retryAfter !== undefined) c.header("Retry-After", `${error.retryAfter}`);
  const content = html`${notice(say("tooMany"), true)}
<p class="card"><code>saoma console link</code></p>`;
  return showPage(c, c.get("visit"), { title: say("console"), content, status: 429 });
}

/** Shows a failure as a page. A request from another site gets no page. */
function showFailure(c: AdminContext, deps: AdminDeps, error: Error): Response {
  const { say } = spoken(c);
  const code = error instanceof SaomaError ? error.code : "internal";
  if (code === "host_not_ours") return answerProblem(c, deps, error);
  if (code === "rate_limited") return tooMany(c, error);
  if (code === "internal")
    deps.log.error({ err: error, requestId: c.get("requestId") }, "could not render a page of the console");
  const isMissing = errors[code].status === 404;
  const said = code === "key_may_not" ? say("mayNot") : isMissing ? say("notFound") : say("failed", { why: code });
  const status = code === "key_may_not" ? 403 : isMissing ? 404 : 400;
  return showPage(c, c.get("visit"), { title: say("console"), content: html`${notice(said, true)}`, status });
}
