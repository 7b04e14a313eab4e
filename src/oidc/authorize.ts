import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "hono/utils/cookie";
import { cookieNames, withCookie, withoutSession, withSession } from "./cookies.ts";
import { type OpenIdDeps, sessionOf } from "./deps.ts";
import { fail } from "./html-answer.ts";
import { findAuthorization } from "./interaction.ts";

/** Starts an authorization: `/oidc/authorize`. */
export async function authorize(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  clientId: string | null,
): Promise<void> {
  if (!(await deps.login.openId.mayAuthorize(deps.addressOf(request))))
    return fail(deps, request, response, { status: 429, error: "rate_limited", clientId });
  const signedIn = clientId ? await sessionOf(deps, request, clientId) : undefined;
  return provide(deps, request, response, signedIn?.session.id);
}

/**
 * Resumes an authorization after the hosted page. The provider takes the authorization that the cookie names, and the
 * session is the one at the client of the address. So they have to be the same.
 */
export async function resume(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
): Promise<void> {
  const name = cookieNames(deps.origin).resume;
  const isOwn = parse(request.headers.cookie ?? "", name)[name] === uid;
  const authorization = isOwn ? await findAuthorization(deps.login.openId, uid) : undefined;
  if (!authorization) return fail(deps, request, response, { status: 400, error: "expired" });
  request.headers.cookie = withCookie(request.headers.cookie, name, uid);
  const signedIn = await sessionOf(deps, request, authorization.clientId);
  const { answeredBy } = authorization;
  // Somebody signed out, or in as another person, in another tab meanwhile: then the page asks again.
  if (answeredBy !== undefined && answeredBy !== signedIn?.account.id) {
    response.writeHead(303, { Location: `/sign-in/${uid}` }).end();
    return;
  }
  return provide(deps, request, response, signedIn?.session.id);
}

/** Passes a request to the provider, with only the headers that it may trust. */
export async function provide(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  sessionId: string | undefined,
): Promise<void> {
  const { origin } = deps;
  const { host, protocol } = new URL(origin);
  const { headers } = request;
  headers.host = host;
  delete headers["x-forwarded-host"];
  delete headers[":authority"];
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
  headers["x-forwarded-for"] = deps.addressOf(request);
  headers.cookie = withSession(headers.cookie, origin, sessionId);
  response.setHeader("Content-Security-Policy", providerPolicy);
  keepSessionInside(response, origin);
  const { answer } = await deps.provider.current();
  await answer(request, response);
}

/** With `response_mode=form_post` the provider sends a script that posts, and adds the hash of that script. */
const providerPolicy = "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Removes the provider's session cookie from a response: a browser cannot use it. */
function keepSessionInside(response: ServerResponse, origin: string): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== "set-cookie") return setHeader(name, value);
    const set = withoutSession(origin, Array.isArray(value) ? value : [String(value)]);
    if (set.length === 0) response.removeHeader(name);
    return set.length === 0 ? response : setHeader(name, set);
  };
}
