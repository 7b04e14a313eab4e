// `openid-client`, as a site's server uses it.
import * as client from "openid-client";
import { callback, type OpenIdBrowser, type OpenIdStage, secret } from "./openid.ts";

export type Site = client.Configuration;

/** What a site keeps while its user signs in at the provider. */
export interface Begun {
  readonly url: URL;
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
}

/** Discovers the provider, as a site does when it starts. */
export const discover = (
  { issuer }: Pick<OpenIdStage, "issuer">,
  { id = "shop", own = secret, auth }: { id?: string; own?: string; auth?: ReturnType<typeof client.None> } = {},
): Promise<Site> =>
  client.discovery(new URL(issuer), id, auth ? undefined : own, auth, { execute: [client.allowInsecureRequests] });

export async function begin(site: Site, more: Record<string, string> = {}): Promise<Begun> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(site, {
    redirect_uri: callback,
    scope: "openid profile email",
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...more,
  });
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

export const finish = (site: Site, { checks }: Begun, at: string) =>
  client.authorizationCodeGrant(site, new URL(at), checks);

/** Signs a person in at the hosted page, and gets the tokens at the site. */
export async function signInAt(
  stage: OpenIdStage,
  person = "xiaoming",
  site?: Site,
  browser: OpenIdBrowser = stage.browser(),
  application = "shop",
) {
  const known = site ?? (await discover(stage));
  const begun = await begin(known);
  const page = await browser.go(begun.url.href);
  const back = await browser.signIn(person, page.url, application);
  return { site: known, begun, browser, back, tokens: await finish(known, begun, back.url) };
}
