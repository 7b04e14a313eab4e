import { setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import { randomToken } from "../base/bytes.ts";
import type { HttpContext, HttpDeps } from "./context.ts";

const year = 365 * 24 * 3600;

/** `__Host-` binds a cookie to this host over https (RFC 6265bis, section 4.1.3.2); plain http is loopback's. */
const named = (origin: string, name: string): string => (origin.startsWith("https:") ? `__Host-${name}` : name);

const attributes = (origin: string) =>
  ({ path: "/", httpOnly: true, sameSite: "Lax", secure: origin.startsWith("https:") }) as const;

const tokenShape = /^[\w-]{43}$/;

function readToken(cookies: string | undefined, origin: string, name: string): string | undefined {
  const full = named(origin, name);
  const value = parse(cookies ?? "", full)[full];
  return value !== undefined && tokenShape.test(value) ? value : undefined;
}

/** The browser's secret, by which its claims are made and it is known again. */
export const readBrowserSecret = (c: HttpContext, { origin }: Pick<HttpDeps, "origin">): string | undefined =>
  browserSecretIn(c.req.header("cookie"), origin);

/** The browser's secret in a `Cookie` header. */
export const browserSecretIn = (cookies: string | undefined, origin: string): string | undefined =>
  readToken(cookies, origin, "saoma_browser");

/** The same, made where there is none; kept for another year either way. */
export function keepBrowserSecret(c: HttpContext, { origin, random }: Pick<HttpDeps, "origin" | "random">): string {
  const secret = readBrowserSecret(c, { origin }) ?? randomToken(random, 32);
  setCookie(c, named(origin, "saoma_browser"), secret, { ...attributes(origin), maxAge: year });
  return secret;
}

export const readSessionToken = (c: HttpContext, { origin }: Pick<HttpDeps, "origin">): string | undefined =>
  sessionTokenIn(c.req.header("cookie"), origin);

/** The session's token in a `Cookie` header. */
export const sessionTokenIn = (cookies: string | undefined, origin: string): string | undefined =>
  readToken(cookies, origin, "saoma_session");

/** `maxAge` in seconds; 0 takes the cookie away. */
export function keepSessionToken(c: HttpContext, origin: string, token: string, maxAge: number): void {
  setCookie(c, named(origin, "saoma_session"), token, { ...attributes(origin), maxAge });
}
