import type { KoaContextWithOIDC, ResourceServer } from "oidc-provider";
import type { OpenIdClient } from "../login/context.ts";
import type { OpenIdRecords } from "../login/openid/records.ts";

/** Seconds that a JWT lives at most: nobody can take it back. */
const longest = 600;

/** The clients, as far as this has to know them. */
interface Clients {
  readonly clients: ReadonlyMap<string, { readonly openid: OpenIdClient }>;
}

/** What the loaded library refuses with. */
export interface Refusals {
  readonly overMeanwhile: () => Error;
  readonly invalidTarget: () => Error;
}

/** The API that a client's access tokens are for; undefined where they are for userinfo alone. */
export const audienceOf = ({ clients }: Clients, clientId: string): string | undefined =>
  clients.get(clientId)?.openid.audience;

/** What the provider has to know of that API (RFC 8707, RFC 9068). A client cannot ask for another one's. */
export async function resourceServerOf(
  deps: Clients & Refusals & { readonly records: OpenIdRecords },
  { oidc }: KoaContextWithOIDC,
  resource: string,
): Promise<ResourceServer> {
  if (resource !== audienceOf(deps, oidc.client?.clientId ?? "")) throw deps.invalidTarget();
  const { AuthorizationCode: code, RefreshToken: refresh } = oidc.entities;
  const sessionId = code?.sessionUid ?? refresh?.sessionUid;
  const session = sessionId === undefined ? undefined : (await deps.records.signedIn(sessionId))?.session;
  const left = session ? Math.floor((session.expiresAt - deps.records.now()) / 1000) : longest;
  return {
    scope: "",
    audience: resource,
    accessTokenTTL: Math.max(1, Math.min(longest, left)),
    accessTokenFormat: "jwt",
    jwt: { sign: { alg: "RS256" } },
  };
}

/** What is said in a JWT besides the account: such a token is stored nowhere, so that the session is asked for it here. */
export async function jwtClaimsOf(
  {
    records,
    isTold,
    overMeanwhile,
  }: { readonly records: OpenIdRecords; readonly isTold: (id: string) => boolean } & Pick<Refusals, "overMeanwhile">,
  token: { readonly sessionUid?: string; readonly clientId?: string; readonly accountId?: string },
): Promise<Record<string, unknown>> {
  const { sessionUid = "", clientId = "", accountId = "" } = token;
  if (!(await records.noteClient(sessionUid, isTold(clientId) ? clientId : undefined))) throw overMeanwhile();
  return { sid: sessionUid, groups: [...(await records.groupsOf(accountId))] };
}
