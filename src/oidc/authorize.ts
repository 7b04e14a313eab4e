import type { IncomingMessage, ServerResponse } from "node:http";
import { withoutSession, withSession } from "./cookies.ts";
import { type OpenIdDeps, sessionOf } from "./deps.ts";
import { fail, isForm, readForm } from "./html-answer.ts";
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

/** Resumes an authorization after the hosted page. */
export async function resume(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
): Promise<void> {
  const authorization = await findAuthorization(deps.login.openId, uid);
  const signedIn = authorization && (await sessionOf(deps, request, authorization.clientId));
  return provide(deps, request, response, signedIn?.session.id);
}

/**
 * OpenID Connect Core 3.1.2.1 also allows a client's page to post here. Browsers send no cookie with a post from another
 * site, so every user would look signed out. The post is redirected to the same request as a GET, which does carry the
 * cookie and has the same limits. So a post can do nothing that a link cannot.
 */
export async function authorizeByForm(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const problem = isForm(request) ? undefined : "a POST has to be application/x-www-form-urlencoded";
  const asked = problem === undefined ? String(await readForm(request)) : "";
  const why = asked.length > longestRequest ? "the request is too long" : problem;
  if (why !== undefined) return fail(deps, request, response, { status: 400, error: "invalid_request", why });
  response.writeHead(303, { Location: `/oidc/authorize?${asked}`, "Cache-Control": "no-store" }).end();
}

/** The longest address that servers and proxies accept. A client's own requests are a tenth of it. */
const longestRequest = 6 * 1024;

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
