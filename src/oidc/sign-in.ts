// Serves the hosted sign-in page, and handles its post.
import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "hono/utils/cookie";
import { SaomaError } from "../domain/errors.ts";
import { provenAt, type SignedIn } from "../domain/session.ts";
import { cookieNames, withCookie } from "./cookies.ts";
import { type OpenIdDeps, sessionOf } from "./deps.ts";
import { fail, readForm, send } from "./html-answer.ts";
import { findAuthorization, type WaitingAuthorization } from "./interaction.ts";
import { languageFor } from "./language.ts";
import { authenticatedAt, methodsOf } from "./session-payload.ts";
import { signInPage } from "./sign-in-page.ts";

/** The hosted page and its post, only for the browser that started this authorization. */
export async function signIn(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
): Promise<void> {
  const name = cookieNames(deps.origin).interaction;
  const isOwn = uid !== "" && parse(request.headers.cookie ?? "", name)[name] === uid;
  const authorization = isOwn ? await findAuthorization(deps.login.openId, uid) : undefined;
  const application = authorization && deps.clients.get(authorization.clientId);
  if (!application) return fail(deps, request, response, { status: 400, error: "expired" });
  request.headers.cookie = withCookie(request.headers.cookie, name, uid);
  const live = await sessionOf(deps, request, application.id);
  const signedIn = live && suffices(live, authorization) ? live : undefined;
  if (request.method === "POST") return goOn(deps, request, response, signedIn);
  const newTerms = signedIn ? await deps.login.newTerms(signedIn) : [];
  const language = languageFor(application, authorization.uiLocales, request);
  const sent = signInPage(application, language, { isSignedIn: signedIn !== undefined, newTerms });
  send(response, 200, sent, authorization.redirectUri);
}

/** The time also holds where the browser withheld its session's cookie at first. */
const suffices = ({ session }: SignedIn, { staleSession, freshSince }: WaitingAuthorization): boolean =>
  session.tokenHash !== staleSession && provenAt(session) >= freshSince;

/** Continues as the signed-in user, or returns to the client if the user declined. Pages of other sites cannot post here. */
async function goOn(
  deps: OpenIdDeps,
  request: IncomingMessage,
  response: ServerResponse,
  signedIn: SignedIn | undefined,
): Promise<void> {
  const { origin, provider, login } = deps;
  if (request.headers.origin !== origin)
    return fail(deps, request, response, { status: 403, error: "origin_not_allowed" });
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

/** Who signed in, when and how. Without it the provider would use the time of the post. */
const loginOf = (signedIn: SignedIn) => ({
  accountId: signedIn.account.id,
  ts: authenticatedAt(signedIn),
  amr: methodsOf(signedIn),
});

/** False if the user saw other terms than the current ones: then they are asked again. */
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
