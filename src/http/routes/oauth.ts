import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import { preferredLanguage } from "../../domain/language.ts";
import type { Arrival } from "../../login/come-back.ts";
import { type OauthOutcome, oauthReturn } from "../../wire/oauth.ts";
import { readJson } from "../body.ts";
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
  routes.post("/", (c) => comeBack(c, deps));
  return routes;
}

function page(c: HttpContext, { login }: HttpDeps): Response {
  if (!login.sources.has(c.req.param("appid") ?? "")) throw new SaomaError("not_found");
  c.header("Content-Security-Policy", oauthPolicy);
  return c.html(oauthPage(preferredLanguage(c.req.header("accept-language"))));
}

async function comeBack(c: HttpContext, deps: HttpDeps): Promise<Response> {
  // Only the page above: an application's pages have nothing to bring here.
  const isOurs = c.req.header("origin") === deps.origin && c.req.header("sec-fetch-site") !== "cross-site";
  if (!isOurs) throw new SaomaError("origin_not_allowed");
  const { code, state } = await readJson(c.req.raw, oauthReturn);
  const appid = c.req.param("appid") ?? "";
  const arrival = await deps.login.comeBack({ appid, code, state, browserSecret: readBrowserSecret(c, deps) });
  return c.json(viewArrival(deps, arrival));
}

function viewArrival(deps: HttpDeps, arrival: Arrival): OauthOutcome {
  if (arrival.outcome !== "granted") return arrival;
  const { returnTo, applicationId } = arrival.attempt;
  const goes = returnTo !== undefined && isAllowed(deps, new URL(returnTo).origin, applicationId);
  return { outcome: "granted", ...(goes ? { returnTo } : {}) };
}

/** `/wechat/oauth.js`: the script of that page. */
export function oauthScriptRoutes({ oauthScript }: Pick<HttpDeps, "oauthScript">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/wechat/oauth.js", (c) => c.body(oauthScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  return routes;
}
