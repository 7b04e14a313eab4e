// What a client asks for when it signs a user out.
import type { ClientApplication } from "./client-application.ts";
import { type HintDeps, readHint } from "./hint.ts";

export interface RequestDeps extends HintDeps {
  readonly clients: ReadonlyMap<string, ClientApplication>;
}

/** A logout request (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export interface LogoutRequest {
  readonly client: ClientApplication;
  /** The session that the hint names; absent without one that could be verified. */
  readonly sid: string | undefined;
  /** The address to send the user to, already checked; absent if there is none. */
  readonly next: string | undefined;
}

/** The request, or what is wrong with it. Users are sent only to addresses that the client has registered. */
export async function readRequest(deps: RequestDeps, given: URLSearchParams): Promise<LogoutRequest | string> {
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
