// The routes to which WeChat's OAuth page sends browsers.
import { Hono } from "hono";
import { publicPurpose } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { preferredLanguage } from "../../domain/language.ts";
import type { CallbackResult } from "../../login/oauth/callback.ts";
import { type OauthOutcome, type OauthReturn, oauthReturn } from "../../wire/oauth.ts";
import { readJson } from "../body.ts";
import { type OauthPageState, stateOfFailure, stateOfOutcome } from "../browser/oauth-state.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { readBrowserSecret } from "../cookies.ts";
import { oauthPage, oauthPolicy } from "../oauth-page.ts";
import { isAllowed } from "../origin.ts";

/**
 * `/wechat/{appid}/oauth`: where WeChat sends browsers back to. The address itself does nothing: its page posts, from
 * our own origin and with our own cookies, what WeChat put into it.
 */
export function oauthRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", (c) => page(c, deps));
  routes.post("/", (c) => (isForm(c) ? comeBackByForm(c, deps) : comeBackByScript(c, deps)));
  return routes;
}

function page(c: HttpContext, { login }: HttpDeps): Response {
  if (!login.sources.has(c.req.param("appid") ?? "")) throw new SaomaError("not_found");
  return draw(c, login.applications.values());
}

function draw(
  c: HttpContext,
  applications: Iterable<{ origins: readonly string[] }>,
  state?: OauthPageState,
  back?: string,
): Response {
  c.header("Content-Security-Policy", oauthPolicy([...applications].flatMap(({ origins }) => origins)));
  // With `no-referrer` the form's Origin would be null.
  c.header("Referrer-Policy", "same-origin");
  return c.html(oauthPage(preferredLanguage(c.req.header("accept-language")), state, back));
}

async function comeBackByScript(c: HttpContext, deps: HttpDeps): Promise<Response> {
  requireOwnPage(c, deps);
  return c.json(await callback(c, deps, await readJson(c, oauthReturn)));
}

/** Handles a browser without scripts: WeChat's parameters are still in the address. */
async function comeBackByForm(c: HttpContext, deps: HttpDeps): Promise<Response> {
  requireOwnPage(c, deps);
  const applications = deps.login.applications.values();
  const given = oauthReturn.safeParse({ code: c.req.query("code"), state: c.req.query("state") });
  if (!given.success) return draw(c, applications, "unknown");
  try {
    const outcome = await callback(c, deps, given.data);
    const { returnTo } = outcome;
    if (returnTo !== undefined && outcome.outcome !== "declined") return c.redirect(returnTo, 303);
    return draw(c, applications, stateOfOutcome(outcome), returnTo);
  } catch (error) {
    const state = error instanceof SaomaError ? stateOfFailure(error.code) : undefined;
    if (state === undefined) throw error;
    return draw(c, applications, state);
  }
}

const isForm = (c: HttpContext): boolean =>
  c.req.header("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;

/** Pages of applications may not post here. */
function requireOwnPage(c: HttpContext, { origin }: HttpDeps): void {
  const isOurs = c.req.header("origin") === origin && c.req.header("sec-fetch-site") !== "cross-site";
  if (!isOurs) throw new SaomaError("origin_not_allowed");
}

async function callback(c: HttpContext, deps: HttpDeps, { code, state }: OauthReturn): Promise<OauthOutcome> {
  const appid = c.req.param("appid") ?? "";
  const arrival = await deps.login.oauthCallback({ appid, code, state, browserSecret: readBrowserSecret(c, deps) });
  return viewArrival(deps, arrival);
}

function viewArrival(deps: HttpDeps, arrival: CallbackResult): OauthOutcome {
  if (!("attempt" in arrival)) return arrival;
  const { returnTo, applicationId, purpose } = arrival.attempt;
  const goes = returnTo !== undefined && isAllowed(deps, new URL(returnTo).origin, applicationId);
  const other = purpose === "sign-in" ? {} : { purpose: publicPurpose(purpose) };
  const reason = "reason" in arrival ? { reason: arrival.reason } : {};
  return { outcome: arrival.outcome, ...reason, ...other, ...(goes ? { returnTo } : {}) };
}

/** `/wechat/oauth.js`: the script of that page. */
export function oauthScriptRoutes({ oauthScript }: Pick<HttpDeps, "oauthScript">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/wechat/oauth.js", (c) => c.body(oauthScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  return routes;
}
