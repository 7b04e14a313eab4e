// The configuration of the OpenID provider's library.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { JWK } from "jose";
import type { ClientMetadata, Configuration, interactionPolicy, KoaContextWithOIDC, Provider } from "oidc-provider";
import type { OpenIdRecords } from "../login/openid/records.ts";
import { createAdapter } from "./adapter.ts";
import { audienceOf, jwtClaimsOf, type Refusals, resourceServerOf } from "./audience.ts";
import { claimsOf, claimsOfScopes } from "./claims.ts";
import type { ClientApplication } from "./client-application.ts";
import { cookieNames } from "./cookies.ts";
import { type FailurePlace, failurePage } from "./failure-page.ts";
import { pagePolicy } from "./page.ts";

export interface ProviderDeps {
  readonly origin: string;
  readonly records: OpenIdRecords;
  readonly clients: ReadonlyMap<string, ClientApplication>;
  /** How long a session may live, in milliseconds. */
  readonly sessionLifetime: number;
}

/** The paths of the provider. */
const routes = {
  authorization: "/oidc/authorize",
  token: "/oidc/token",
  userinfo: "/oidc/userinfo",
  revocation: "/oidc/revoke",
  introspection: "/oidc/introspect",
  jwks: "/.well-known/jwks.json",
} as const;

/** In seconds. An access token is good for userinfo only, which clients call at once. */
const lifetimes = { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 900, Grant: 900, Session: 900 };

/** The provider's configuration: authorization codes only, no consent, no sessions and only two cookies of its own. */
export const configurationOf = (
  deps: ProviderDeps & Refusals,
  keys: readonly JWK[],
  policy: interactionPolicy.DefaultPolicy,
): Configuration => ({
  adapter: createAdapter({
    ...deps,
    isTold: (id) => isTold(deps, id),
    refreshes: (id) => refreshes(deps, id),
  }),
  clients: [...deps.clients.values()].map(metadataOf),
  jwks: { keys: keys as NonNullable<Configuration["jwks"]>["keys"] },
  routes,
  responseTypes: ["code"],
  scopes: Object.keys(claimsOfScopes),
  claims: Object.fromEntries(Object.entries(claimsOfScopes).map(([scope, names]) => [scope, [...names]])),
  // Many clients read the ID token and never call userinfo.
  conformIdTokenClaims: false,
  subjectTypes: ["public"],
  clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
  enabledJWA: { idTokenSigningAlgValues: ["RS256"] },
  cookies: cookiesOf(deps.origin),
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (_ctx, client, oneOf) => oneOf?.[0] ?? audienceOf(deps, client.clientId) ?? [],
      getResourceServerInfo: (ctx, resource) => resourceServerOf(deps, ctx, resource),
      useGrantedResource: async () => true,
    },
    dPoP: { enabled: false },
    revocation: { enabled: true, allowedPolicy: isOwnToken },
    introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => isUsable(deps, client, token) },
    userinfo: { enabled: true },
  },
  findAccount: (ctx, sub, token) =>
    findAccount(deps, ctx, sub, token && { kind: token.kind, ...("sessionUid" in token ? token : {}) }),
  loadExistingGrant: freshGrant,
  interactions: { policy, url: (_ctx, { uid }) => `/sign-in/${uid}` },
  issueRefreshToken: async (_ctx, client) => refreshes(deps, client.clientId),
  // A client with a secret has authenticated, so a repeated refresh token was not stolen.
  rotateRefreshToken: ({ oidc }) => oidc.client?.clientAuthMethod === "none",
  expiresWithSession: async () => false,
  extraTokenClaims: async (_ctx, token) =>
    "resourceServer" in token && token.resourceServer
      ? jwtClaimsOf({ ...deps, isTold: (id) => isTold(deps, id) }, token as Parameters<typeof jwtClaimsOf>[1])
      : undefined,
  // The adapter deletes the grant with its tokens.
  revokeGrantPolicy: () => false,
  pkce: { required: (_ctx, client) => client.clientAuthMethod === "none" },
  renderError: (ctx, { error, error_description: why }, { name }) => {
    ctx.set("Content-Security-Policy", pagePolicy());
    ctx.type = "html";
    const { client, params } = ctx.oidc ?? {};
    const place = { ...deps, request: ctx.req, clientId: client?.clientId, uiLocales: params?.ui_locales };
    ctx.body = failurePage(place as FailurePlace, { error: name === "SessionNotFound" ? "expired" : error, why });
  },
  discovery: {
    end_session_endpoint: `${deps.origin}/oidc/logout`,
    // The provider's own feature knows only its own sessions, and ours are the ones that count.
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  },
  clientBasedCORS: (_ctx, origin, client) => deps.clients.get(client.clientId)?.origins.includes(origin) ?? false,
  ttl: {
    ...lifetimes,
    AccessToken: (_ctx, { resourceServer }) => resourceServer?.accessTokenTTL ?? lifetimes.AccessToken,
    // Both end with the session.
    RefreshToken: Math.floor(deps.sessionLifetime / 1000),
    Grant: (_ctx, { clientId = "" }) =>
      refreshes(deps, clientId) ? Math.floor(deps.sessionLifetime / 1000) : lifetimes.Grant,
  },
});

const isTold = ({ clients }: ProviderDeps, id: string): boolean =>
  clients.get(id)?.openid.backchannelLogout !== undefined;

const refreshes = ({ clients }: ProviderDeps, id: string): boolean => clients.get(id)?.openid.refresh ?? false;

interface IssuedToken {
  readonly clientId?: string | undefined;
  readonly sessionUid?: string | undefined;
}

const isOwnToken = async (_ctx: unknown, client: { clientId: string }, token: IssuedToken): Promise<boolean> =>
  token.clientId === client.clientId;

/** Whether a client's own token would be accepted: a shared session outlives the end of one application's access. */
async function isUsable(
  { records }: Pick<ProviderDeps, "records">,
  client: { clientId: string },
  token: IssuedToken,
): Promise<boolean> {
  const { sessionUid } = token;
  if (sessionUid === undefined || !(await isOwnToken(undefined, client, token))) return false;
  return (await records.signedIn(sessionUid, client.clientId)) !== undefined;
}

/** Its secret is compared by its hash: see {@link compareSecrets}. */
const metadataOf = ({
  id,
  name,
  openid: { redirectUris, secretHashes, refresh },
}: ClientApplication): ClientMetadata => ({
  client_id: id,
  client_name: name,
  redirect_uris: [...redirectUris],
  response_types: ["code"],
  // Many programs show it, and they do not have to request it.
  require_auth_time: true,
  grant_types: ["authorization_code", ...(refresh ? ["refresh_token"] : [])],
  ...(secretHashes.length > 0
    ? { client_secret: randomBytes(32).toString("hex"), token_endpoint_auth_method: "client_secret_basic" }
    : { token_endpoint_auth_method: "none" }),
});

/** Authenticates a client by any of its secrets, of which only hashes are stored. */
export function compareSecrets({ Client }: Provider, clients: ProviderDeps["clients"]): void {
  Client.prototype.compareClientSecret = async function compare(this: { clientId: string }, secret: string) {
    const given = createHash("sha256").update(secret).digest();
    const hashes = clients.get(this.clientId)?.openid.secretHashes ?? [];
    return hashes.filter((hash) => timingSafeEqual(Buffer.from(hash, "hex"), given)).length > 0;
  };
}

/** Ids are random enough to need no signature. */
function cookiesOf(origin: string): NonNullable<Configuration["cookies"]> {
  const secure = origin.startsWith("https:");
  const each = { signed: false, httpOnly: true, sameSite: "lax", secure, overwrite: true } as const;
  return { names: cookieNames(origin), long: each, short: each };
}

/** The account of a token, or of the request's session; undefined once that session has ended. */
async function findAccount(
  { records, clients }: ProviderDeps,
  ctx: KoaContextWithOIDC,
  sub: string,
  token: { readonly kind: string; readonly sessionUid?: string | undefined } | undefined,
) {
  const sessionId = token ? token.sessionUid : ctx.oidc.session?.uid;
  const signedIn = sessionId === undefined ? undefined : await records.signedIn(sessionId, ctx.oidc.client?.clientId);
  const client = clients.get(ctx.oidc.client?.clientId ?? "");
  if (!signedIn || !client || signedIn.account.id !== sub) return undefined;
  // There is no page here to ask the user. A client without tokens sends them to `authorize`, which has one.
  if (token?.kind === "RefreshToken" && (await records.newTerms(client.id, sub)).length > 0) return undefined;
  return {
    accountId: sub,
    async claims(_use: string, scope: string) {
      // Few clients request the phone.
      const isPhoneVerified = scope.split(" ").includes("phone") && (await records.isPhoneVerified(signedIn.account));
      return claimsOf(signedIn, { groups: await records.groupsOf(sub), isPhoneVerified }, client.openid);
    },
  };
}

/** Clients belong to the operator, so users are not asked for consent. Each authorization has its own grant. */
async function freshGrant(ctx: KoaContextWithOIDC) {
  const { provider, client, account, requestParamOIDCScopes } = ctx.oidc;
  if (!client || !account) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(" "));
  await grant.save();
  return grant;
}
