import { defaultName, type SaomaOptions, type SaomaProfile, scopes } from "../options.ts";

export type { SaomaOptions, SaomaProfile } from "../options.ts";

/** A user as Auth.js hands them to the site and its database adapter. */
export interface SaomaUser {
  /** The account's id at Saoma. */
  id: string;
  /** The account's name. */
  name: string;
  /** The placeholder; `null` with `email: "none"`. */
  email: string | null;
  /** The address of a picture; `null` if WeChat gave none. */
  image: string | null;
}

/** A provider as Auth.js (`next-auth` 5, `@auth/express` and others) takes it; an `OIDCConfig` of `@auth/core`. */
export interface SaomaProvider {
  /** Part of the callback path: `/auth/callback/saoma`. */
  id: "saoma";
  /** The name on the button. */
  name: string;
  /** OpenID Connect, with discovery. */
  type: "oidc";
  /** Saoma's origin. */
  issuer: string;
  /** The application's id at Saoma. */
  clientId: string;
  /** Its secret; absent for a public client. */
  clientSecret?: string;
  /** Public clients authenticate by PKCE alone. */
  client?: { token_endpoint_auth_method: "none" };
  /** What Auth.js holds the answer to. */
  checks: ("pkce" | "state" | "nonce")[];
  /** What is asked for. */
  authorization: {
    /** Added to the authorization request. */
    params: {
      /** The scopes, with spaces between. */
      scope: string;
    };
  };
  /** The colour of the button. */
  style: {
    /** WeChat's green. */
    brandColor: string;
  };
  /** Makes the user of the site of what Saoma says. */
  profile(profile: SaomaProfile): SaomaUser;
}

/**
 * The provider for `providers` of Auth.js. docs/connect/auth-js.md says the rest.
 *
 * @example
 * import { saoma } from "saoma/auth-js";
 *
 * const providers = [saoma({ issuer: "https://login.example.com", clientId: "wiki", clientSecret: "…" })];
 */
export const saoma = ({ issuer, clientId, clientSecret, name = defaultName }: SaomaOptions): SaomaProvider => ({
  id: "saoma",
  name,
  type: "oidc",
  issuer,
  clientId,
  ...(clientSecret === undefined ? { client: { token_endpoint_auth_method: "none" } } : { clientSecret }),
  checks: ["pkce", "state", "nonce"],
  authorization: { params: { scope: scopes.join(" ") } },
  style: { brandColor: "#07c160" },
  profile: ({ sub, name, email, picture }) => ({ id: sub, name, email: email ?? null, image: picture ?? null }),
});
