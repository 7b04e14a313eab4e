import { defaultName, type SaomaOptions, scopes } from "../options.ts";

export type { SaomaProfile } from "../options.ts";

/** Saoma, as better-auth is told of it. */
export interface BetterAuthOptions extends SaomaOptions {
  /** Where people come back to after signing out; one of `logoutUris` at Saoma. Default: they stay at Saoma. */
  signedOutAt?: string;
}

/** A provider as better-auth's plugin `genericOAuth` takes it. */
export interface SaomaProvider {
  /** Part of the callback path: `/api/auth/callback/saoma`. */
  providerId: "saoma";
  /** The name on the button. */
  name: string;
  /** Where better-auth reads Saoma's addresses. */
  discoveryUrl: string;
  /** ID tokens are verified, or nobody is signed in. */
  requireIdTokenVerification: true;
  /** The application's id at Saoma. */
  clientId: string;
  /** Its secret; absent for a public client. */
  clientSecret?: string;
  /** What is asked for. */
  scopes: string[];
  /** Always. */
  pkce: true;
  /** See {@link BetterAuthOptions.signedOutAt}. */
  postLogoutRedirectURI?: string;
}

/**
 * The provider for `config` of better-auth's `genericOAuth`. docs/connect/better-auth.md says the rest.
 *
 * @example
 * import { saoma } from "saoma/better-auth";
 *
 * const config = [saoma({ issuer: "https://login.example.com", clientId: "wiki", clientSecret: "…" })];
 */
export const saoma = ({
  issuer,
  clientId,
  clientSecret,
  name = defaultName,
  signedOutAt,
}: BetterAuthOptions): SaomaProvider => ({
  providerId: "saoma",
  name,
  discoveryUrl: new URL("/.well-known/openid-configuration", issuer).href,
  requireIdTokenVerification: true,
  clientId,
  ...(clientSecret === undefined ? {} : { clientSecret }),
  scopes: [...scopes],
  pkce: true,
  ...(signedOutAt === undefined ? {} : { postLogoutRedirectURI: signedOutAt }),
});
