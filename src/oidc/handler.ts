import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "hono/utils/cookie";
import { SaomaError } from "../domain/errors.ts";
import type { SignedIn } from "../domain/session.ts";
import { sessionPlace, sessionTokenIn } from "../http/cookies.ts";
import { guardHeaders } from "../http/headers.ts";
import type { Log } from "../ports/log.ts";
import { cookieNames, withoutSession, withSession } from "./cookies.ts";
import { failurePage } from "./failure-page.ts";
import { readForm, send } from "./html-answer.ts";
import { findAuthorization } from "./interaction.ts";
import { languageFor } from "./language.ts";
import { type LogoutDeps, logout } from "./logout.ts";
import type { ProviderSource } from "./provider.ts";
import { authenticatedAt, methodsOf } from "./session-payload.ts";
import { signInPage } from "./sign-in-page.ts";

export interface OpenIdDeps extends LogoutDeps {
  readonly provider: ProviderSource;
  readonly log: Log;
  /** The client's address, proxies seen through. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Answers what comes for the OpenID provider, by Node's own request and response, which it is written for. */
export type OpenIdHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createOpenIdHandler(deps: OpenIdDeps): OpenIdHandler {
  const handle = createRoutes(deps);
  return async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      deps.log.error({ err: error }, "an OpenID request could not be answered");
      if (response.headersSent) response.destroy();
      else send(response, 503, failurePage("temporarily_unavailable", undefined));
    }
  };
}

function createRoutes(deps: OpenIdDeps): OpenIdHandler {
  return async (request, response) => {
    for (const [name, value] of Object.entries(guardHeaders(deps.origin))) response.setHeader(name, value);
    const { pathname, searchParams } = new URL(request.url ?? "/", deps.origin);
    // As the provider reads paths: in any case, and with a slash at the end.
    const [, named, uid = ""] = /^\/(sign-in|oidc\/authorize)(?:\/([\w-]{1,128}))?\/?$/i.exec(pathname) ?? [];
    const place = named?.toLowerCase();
    if (pathname === "/oidc/logout") return logout(deps, request, response);
    if (place === "sign-in") return signIn(deps, request, response, uid);
    const authorization = uid === "" ? undefined : await findAuthorization(deps.login.openId, uid);
    const clientId = place === undefined ? undefined : (authorization?.clientId ?? searchParams.get("client_id"));
    if (place !== undefined && uid === "" && !(await deps.login.openId.mayAuthorize(deps.addressOf(request))))
      return send(response, 429, failurePage("rate_limited", undefined));
    const signedIn = clientId ? await sessionOf(deps, request, clientId) : undefined;
    return provide(deps, request, response, signedIn?.session.id);
  };
}

/** Hands a request to the provider, with what it may believe of it. */
async function provide(
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

/** With `response_mode=form_post` the provider sends a script that posts, and adds that one's hash. */
const providerPolicy = "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What the provider takes for its session's cookie is of no use to a browser. */
function keepSessionInside(response: ServerResponse, origin: string): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== "set-cookie") return setHeader(name, value);
    const set = withoutSession(origin, Array.isArray(value) ? value : [String(value)]);
    if (set.length === 0) response.removeHeader(name);
    return set.length === 0 ? response : setHeader(name, set);
  };
}

/** Who is signed in at this application, in this browser. */
async function sessionOf(
  { login, origin }: OpenIdDeps,
  { headers }: IncomingMessage,
  applicationId: string,
): Promise<SignedIn | undefined> {
  const cookie = sessionTokenIn(headers.cookie, sessionPlace(origin, login.applications, applicationId));
  return cookie === undefined ? undefined : login.session({ cookie, at: applicationId }, applicationId);
}

/** The hosted page, and its post: for the browser that began this authorization alone. */
async function signIn(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
): Promise<void> {
  const name = cookieNames(deps.origin).interaction;
  const isOwn = uid !== "" && parse(request.headers.cookie ?? "", name)[name] === uid;
  const authorization = isOwn ? await findAuthorization(deps.login.openId, uid) : undefined;
  const application = authorization && deps.clients.get(authorization.clientId);
  if (!application)
    return send(response, 400, failurePage("expired", "this sign-in has ended, or belongs to another browser"));
  const live = await sessionOf(deps, request, application.id);
  const signedIn = live?.session.tokenHash === authorization.staleSession ? undefined : live;
  if (request.method === "POST") return goOn(deps, request, response, signedIn);
  const newTerms = signedIn ? await deps.login.newTerms(signedIn) : [];
  const language = languageFor(application, authorization.uiLocales, request);
  const sent = signInPage(application, language, { isSignedIn: signedIn !== undefined, newTerms });
  send(response, 200, sent, authorization.redirectUri);
}

/** Goes on as whoever is signed in, or back to the client with their no. Other sites' pages cannot post here. */
async function goOn(
  { origin, provider, login }: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  signedIn: SignedIn | undefined,
): Promise<void> {
  if (request.headers.origin !== origin) return send(response, 403, failurePage("origin_not_allowed", undefined));
  const form = await readForm(request);
  const isCancelled = form.get("cancel") !== null;
  if (!isCancelled && !signedIn) {
    response.writeHead(303, { Location: request.url ?? "/" }).end();
    return;
  }
  if (signedIn && !isCancelled && form.has("agreed")) {
    const isAgreed = await agree(login, signedIn, form);
    if (!isAgreed) {
      response.writeHead(303, { Location: request.url ?? "/" }).end();
      return;
    }
  }
  const result = signedIn && !isCancelled ? { login: loginOf(signedIn), consent: {} } : denied;
  const current = (await provider.current()).provider;
  await current.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Who signed in, when and how; else the provider would take the moment of the post. */
const loginOf = (signedIn: SignedIn) => ({
  accountId: signedIn.account.id,
  ts: authenticatedAt(signedIn),
  amr: methodsOf(signedIn),
});

/** False where they saw other terms than those of now: then they are asked again. */
async function agree(login: OpenIdDeps["login"], signedIn: SignedIn, form: URLSearchParams): Promise<boolean> {
  const versions = form.getAll("version");
  const agreed = form.getAll("title").map((title, at) => ({ title, version: versions[at] ?? "" }));
  try {
    await login.agreeToTerms(signedIn, agreed);
    return true;
  } catch (error) {
    if (error instanceof SaomaError && error.code === "terms_required") return false;
    throw error;
  }
}

const denied = { error: "access_denied", error_description: "the person went back" };
