import type { KoaContextWithOIDC, ResourceServer } from "oidc-provider";
import type { OpenIdClient } from "../login/context.ts";
import type { OpenIdRecords } from "../login/openid/records.ts";

/** The longest lifetime of a JWT, in seconds. A JWT cannot be revoked. */
const longest = 600;

/** The fields of the clients that are used here. */
interface Clients {
  readonly clients: ReadonlyMap<string, { readonly openid: OpenIdClient }>;
}

/** The errors of the loaded library. */
export interface Refusals {
  readonly overMeanwhile: () => Error;
  readonly invalidTarget: () => Error;
}

/** The API that a client's access tokens are for; undefined if they are for userinfo only. */
export const audienceOf = ({ clients }: Clients, clientId: string): string | undefined =>
  clients.get(clientId)?.openid.audience;

/** The provider's settings of that API (RFC 8707, RFC 9068). A client cannot request another client's API. */
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

/** The claims of a JWT besides the account. A JWT is not stored, so whether its session still lives is checked here. */
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
