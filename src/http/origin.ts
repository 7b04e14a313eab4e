import { createMiddleware } from "hono/factory";
import { SaomaError } from "../domain/errors.ts";
import type { Bindings, HttpContext, HttpDeps } from "./context.ts";

/** What decides which pages may do what. */
type Origins = Pick<HttpDeps, "origin"> & { readonly login: Pick<HttpDeps["login"], "applications"> };

/** Whether this origin is the service's own or one of the application's; of any application's, if none is named. */
export function isAllowed(deps: Origins, origin: string, applicationId?: string): boolean {
  if (origin === deps.origin) return true;
  const { applications } = deps.login;
  if (applicationId !== undefined) return applications.get(applicationId)?.origins.includes(origin) ?? false;
  return [...applications.values()].some(({ origins }) => origins.includes(origin));
}

/**
 * Refuses a call that changes state from a page that may not make it. A call by cookie must name its
 * origin; one that carries its own claim need not, because nothing rides along with it by itself.
 */
export function requireOrigin(c: HttpContext, deps: Origins, by: "cookie" | "claim", applicationId?: string): void {
  const origin = c.req.header("origin");
  const foreign = origin !== undefined && !isAllowed(deps, origin, applicationId);
  const unnamed = by === "cookie" && (origin === undefined || c.req.header("sec-fetch-site") === "cross-site");
  if (foreign || unnamed) throw new SaomaError("origin_not_allowed");
}

/**
 * A page of another application must not read this one's attempts or sessions: to it they do not exist. A request
 * without an origin does not come from a foreign page.
 */
export const isReader = (c: HttpContext, deps: Origins, applicationId: string): boolean =>
  isReadableFrom(c.req.header("origin"), deps, applicationId);

/** The same by the `Origin` header alone. */
export const isReadableFrom = (origin: string | null | undefined, deps: Origins, applicationId: string): boolean =>
  typeof origin !== "string" || isAllowed(deps, origin, applicationId);

export function requireReader(c: HttpContext, deps: Origins, applicationId: string): void {
  if (!isReader(c, deps, applicationId)) throw new SaomaError("attempt_not_found");
}

/** Refuses to send people back to an address that is not on an allowed origin. */
export function requireReturnTo(deps: Origins, returnTo: string | undefined, applicationId: string | undefined): void {
  if (returnTo === undefined || isAllowed(deps, new URL(returnTo).origin, applicationId)) return;
  throw new SaomaError("origin_not_allowed", { message: "`returnTo` is not on an allowed origin." });
}

const preflight = {
  "Access-Control-Allow-Methods": "GET, POST, DELETE",
  "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID, Prefer",
  "Access-Control-Max-Age": "600",
};

/**
 * The headers of CORS (Fetch, section 3.2), for exactly the allowed origins. Pages of other origins cannot read the
 * response.
 */
export const corsHeaders = (deps: Origins, origin: string | null | undefined): Readonly<Record<string, string>> =>
  typeof origin === "string" && isAllowed(deps, origin)
    ? {
        Vary: "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "Date, ETag, Retry-After",
      }
    : { Vary: "Origin" };

export const cors = (deps: Origins) =>
  createMiddleware<Bindings>(async (c, next) => {
    const given = corsHeaders(deps, c.req.header("origin"));
    const isAsked = c.req.method === "OPTIONS" && "Access-Control-Allow-Origin" in given;
    for (const [name, value] of Object.entries({ ...given, ...(isAsked ? preflight : {}) })) c.header(name, value);
    if (c.req.method === "OPTIONS") return c.body(null, 204);
    return next();
  });
