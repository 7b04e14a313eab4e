// Logout that a client requests (RP-initiated).
import type { IncomingMessage, ServerResponse } from "node:http";
import { endedSessionCookie, sessionPlace, sessionTokenIn } from "../http/cookies.ts";
import type { Login } from "../login/login.ts";
import { fail, getInstead, readForm, send } from "./html-answer.ts";
import { languageFor } from "./language.ts";
import { type LogoutRequest, type RequestDeps, readRequest } from "./logout-request.ts";
import { signedOutPage, signOutPage } from "./sign-out-page.ts";

export interface LogoutDeps extends RequestDeps {
  readonly login: Login;
}

/**
 * Signs a user out here because a client asks for it. An ID token of this very session suffices; otherwise the user is
 * asked, because any page can send a browser here. A browser without a session, for example after its cookies were
 * cleared, is asked about the live session of that ID token: ending it takes the token and the user's confirmation.
 */
export async function logout(deps: LogoutDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isOwnPost = request.method === "POST" && request.headers.origin === deps.origin;
  if (request.method === "POST" && !isOwnPost) return getInstead(deps, request, response, "/oidc/logout");
  const given = isOwnPost ? await readForm(request) : new URL(request.url ?? "/", deps.origin).searchParams;
  const asked = await readRequest(deps, given);
  if (typeof asked === "string")
    return fail(deps, request, response, {
      status: 400,
      error: "invalid_request",
      why: asked,
      clientId: given.get("client_id"),
    });
  const { client, next } = asked;
  const language = languageFor(client, given.get("ui_locales") ?? undefined, request);
  const found = await findSession(deps, asked, request);
  const isAgreed = isOwnPost && given.get("agreed") === "1";
  if (found && !found.isProved && !isAgreed) return send(response, 200, signOutPage(client, language, given), next);
  if (found) await endSession(deps, client.id, found, response);
  if (next === undefined) return send(response, 200, signedOutPage(client, language));
  response.writeHead(303, { Location: next }).end();
}

/** The session that a request is about. */
interface FoundSession {
  readonly id: string;
  /** Its cookie; absent where this browser has none. */
  readonly cookie: string | undefined;
  /** Whether the request needs no confirmation. */
  readonly isProved: boolean;
}

async function findSession(
  { origin, login }: LogoutDeps,
  { client: { id: at }, sid }: LogoutRequest,
  { headers }: IncomingMessage,
): Promise<FoundSession | undefined> {
  const cookie = sessionTokenIn(headers.cookie, sessionPlace(origin, login.applications, at));
  const live = cookie === undefined ? undefined : await login.session({ cookie, at }, at);
  if (live) return { id: live.session.id, cookie, isProved: sid === live.session.id };
  const elsewhere = sid === undefined ? undefined : await login.openId.signedIn(sid, at);
  return elsewhere && { id: elsewhere.session.id, cookie: undefined, isProved: false };
}

/**
 * Ends a session. Only then the cookie goes, too: several applications may share it, and its session may count at others
 * although it does not count at this one.
 */
async function endSession(
  { origin, login }: LogoutDeps,
  at: string,
  { id, cookie }: FoundSession,
  response: ServerResponse,
): Promise<void> {
  if (cookie === undefined) return login.openId.signOut(id);
  await login.signOut({ cookie, at }, (applicationId) => applicationId === at);
  response.setHeader("Set-Cookie", endedSessionCookie(sessionPlace(origin, login.applications, at)));
}
