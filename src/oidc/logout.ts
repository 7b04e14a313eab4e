// Logout that a client requests (RP-initiated).
import type { IncomingMessage, ServerResponse } from "node:http";
import { createLocalJWKSet, decodeJwt, type JWK, jwtVerify } from "jose";
import { endedSessionCookie, sessionPlace, sessionTokenIn } from "../http/cookies.ts";
import type { Login } from "../login/login.ts";
import type { ClientApplication } from "./client-application.ts";
import { fail, readForm, send } from "./html-answer.ts";
import { languageFor } from "./language.ts";
import { signedOutPage, signOutPage } from "./sign-out-page.ts";

export interface LogoutDeps {
  readonly origin: string;
  readonly login: Login;
  readonly clients: ReadonlyMap<string, ClientApplication>;
  /** The keys that verify ID tokens. */
  readonly publishedKeys: () => Promise<{ keys: JWK[] }>;
}

/** A logout request (OpenID Connect RP-Initiated Logout 1.0, section 2). */
interface LogoutRequest {
  readonly client: ClientApplication;
  /** The session that the hint names; absent without one. */
  readonly sid: string | undefined;
  /** The address to send the user to, already checked; absent if there is none. */
  readonly next: string | undefined;
}

/**
 * Signs a user out here because a client asks for it. An ID token of this very session suffices; otherwise the user is
 * asked, because any page can send a browser here. A browser without a session, for example after its cookies were
 * cleared, is asked about the live session of that ID token: ending it takes the token and the user's confirmation.
 */
export async function logout(deps: LogoutDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isPost = request.method === "POST";
  const given = isPost ? await readForm(request) : new URL(request.url ?? "/", deps.origin).searchParams;
  const asked = await readRequest(deps, given);
  if (typeof asked === "string")
    return fail(deps, request, response, {
      status: 400,
      error: "invalid_request",
      why: asked,
      clientId: given.get("client_id"),
    });
  const language = languageFor(asked.client, given.get("ui_locales") ?? undefined, request);
  const place = sessionPlace(deps.origin, deps.login.applications, asked.client.id);
  const cookie = sessionTokenIn(request.headers.cookie, place);
  const live =
    cookie === undefined ? undefined : await deps.login.session({ cookie, at: asked.client.id }, asked.client.id);
  const elsewhere =
    live || asked.sid === undefined ? undefined : await deps.login.openId.signedIn(asked.sid, asked.client.id);
  const isAgreed = isPost && given.get("agreed") === "1" && request.headers.origin === deps.origin;
  const isProved = live !== undefined && asked.sid === live.session.id;
  if ((live ?? elsewhere) && !isProved && !isAgreed)
    return send(response, 200, signOutPage(asked.client, language, given), asked.next);
  if (live && cookie !== undefined)
    await deps.login.signOut({ cookie, at: asked.client.id }, (applicationId) => applicationId === asked.client.id);
  if (elsewhere) await deps.login.openId.signOut(elsewhere.session.id);
  response.setHeader("Set-Cookie", endedSessionCookie(place));
  if (asked.next === undefined) return send(response, 200, signedOutPage(asked.client, language));
  response.writeHead(303, { Location: asked.next }).end();
}

/** The request, or what is wrong with it. Users are sent only to addresses that the client has registered. */
async function readRequest(deps: LogoutDeps, given: URLSearchParams): Promise<LogoutRequest | string> {
  const hint = given.get("id_token_hint");
  const claims = hint ? await readHint(deps, hint) : undefined;
  if (hint && !claims) return "id_token_hint is not one of this issuer's ID tokens";
  const named = given.get("client_id") ?? claims?.aud;
  if (claims && named !== claims.aud) return "client_id is not whom the id_token_hint was made for";
  const client = deps.clients.get(named ?? "");
  if (!client) return "id_token_hint or client_id has to name a client";
  const wanted = given.get("post_logout_redirect_uri");
  if (wanted && !client.openid.logoutUris.includes(wanted)) return "post_logout_redirect_uri is not registered";
  return { client, sid: claims?.sid, next: wanted ? withState(wanted, given.get("state")) : undefined };
}

function withState(address: string, state: string | null): string {
  const url = new URL(address);
  if (state !== null) url.searchParams.set("state", state);
  return url.href;
}

/** Accepts an ID token of any age as a hint. */
async function readHint({ origin, publishedKeys }: LogoutDeps, hint: string) {
  try {
    const { iat = 0 } = decodeJwt(hint);
    const keys = createLocalJWKSet(await publishedKeys());
    const currentDate = new Date(iat * 1000);
    const { payload, protectedHeader } = await jwtVerify(hint, keys, {
      issuer: origin,
      algorithms: ["RS256"],
      currentDate,
    });
    // A logout token is signed with the same key and for the same client, and is no ID token.
    if (protectedHeader.typ !== undefined && protectedHeader.typ !== "JWT") return undefined;
    const { aud, sid } = payload;
    return typeof aud === "string" && typeof sid === "string" ? { aud, sid } : undefined;
  } catch {
    return undefined;
  }
}
