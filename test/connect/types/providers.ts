import type { OIDCConfig } from "@auth/core/providers";
import type { GenericOAuthConfig } from "better-auth/plugins";
import { saoma as forAuthJs, type SaomaProfile } from "../../../src/connect/auth-js/provider.ts";
import { saoma as forBetterAuth } from "../../../src/connect/better-auth/provider.ts";

const site = { issuer: "https://login.example.com", clientId: "wiki", clientSecret: "a secret" };

export const authJs: OIDCConfig<SaomaProfile> = forAuthJs(site);
export const betterAuth: GenericOAuthConfig<"saoma"> = forBetterAuth({
  ...site,
  signedOutAt: "https://wiki.example.net/",
});
export const isPublic: OIDCConfig<SaomaProfile> = forAuthJs({ issuer: site.issuer, clientId: "wiki" });

// @ts-expect-error: the issuer is required
export const nobody = forAuthJs({ clientId: "wiki" });
// @ts-expect-error: Auth.js has no such option
export const elsewhere = forAuthJs({ ...site, signedOutAt: "https://wiki.example.net/" });
