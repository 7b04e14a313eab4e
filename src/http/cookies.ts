import { setCookie } from "hono/cookie";
import { parse, serialize } from "hono/utils/cookie";
import { randomToken } from "../base/bytes.ts";
import type { Application } from "../login/context.ts";
import { unnamedApplication } from "../login/start/select-channel.ts";
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

/** The same; created if absent, and renewed for a year either way. */
export function keepBrowserSecret(c: HttpContext, { origin, random }: Pick<HttpDeps, "origin" | "random">): string {
  const secret = readBrowserSecret(c, { origin }) ?? randomToken(random, 32);
  setCookie(c, named(origin, "saoma_browser"), secret, { ...attributes(origin), maxAge: year });
  return secret;
}

/** Where a session's cookie is. */
export interface SessionPlace {
  readonly origin: string;
  /** The application whose own it is; absent: it is the one of all that are no clients of the OpenID provider. */
  readonly own?: string;
  /** The application that asks, where the cookie is that of all that say `sso`. */
  readonly at?: string;
}

/** Stands for all applications that say `sso`: no id has a dot. */
const shared = ".sso";

/**
 * Each client of the OpenID provider has a cookie of its own: one browser may be signed in as different people at
 * different sites, and a sign-in at one leaves the others alone. All applications that say `sso` have one together.
 */
export function sessionPlace(
  origin: string,
  applications: ReadonlyMap<string, Application>,
  named: string | undefined,
): SessionPlace {
  const application = named === undefined ? unnamedApplication(applications) : applications.get(named);
  if (application?.sso) return { origin, own: shared, at: application.id };
  return application?.openid ? { origin, own: application.id } : { origin };
}

/** The place of the session that a request asks for by `?application=`. */
export const askedPlace = (c: HttpContext, { origin, login }: HttpDeps): SessionPlace =>
  sessionPlace(origin, login.applications, c.req.query("application"));

const cookieOf = ({ own }: SessionPlace): string => (own === undefined ? "saoma_session" : `saoma_session_${own}`);

/** The session's token in a `Cookie` header. */
export const sessionTokenIn = (cookies: string | undefined, place: SessionPlace): string | undefined =>
  readToken(cookies, place.origin, cookieOf(place));

/** The `Set-Cookie` line that takes a session's cookie away. */
export const endedSessionCookie = (place: SessionPlace): string =>
  serialize(named(place.origin, cookieOf(place)), "", { ...attributes(place.origin), maxAge: 0 });

/** `maxAge` in seconds; 0 takes the cookie away. */
export function keepSessionToken(c: HttpContext, place: SessionPlace, token: string, maxAge: number): void {
  setCookie(c, named(place.origin, cookieOf(place)), token, { ...attributes(place.origin), maxAge });
}
