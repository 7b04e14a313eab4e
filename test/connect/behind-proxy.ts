// Checks a proxy's configuration from the docs with a real proxy and a browser.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import { callback, createPageBrowser, secret } from "../stage/openid.ts";

/** Starts the site that gets all other paths from the proxy. Returns its port. */
export async function startSite(): Promise<number> {
  const site = createServer((_, response) => response.end("the site"));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    site.closeAllConnections();
    site.close();
  });
  return (site.address() as AddressInfo).port;
}

/** Expects that the service answers at the paths of the provider, and the site at the others. */
export async function expectProviderBehind(origin: string): Promise<void> {
  expect(await (await fetch(`${origin}/orders`)).text()).toBe("the site");
  const discovered = (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as {
    issuer: string;
    authorization_endpoint: string;
    token_endpoint: string;
    jwks_uri: string;
  };
  expect(discovered.issuer).toBe(origin);
  expect(await (await fetch(discovered.jwks_uri)).json()).toMatchObject({ keys: expect.any(Array) });
  const query = new URLSearchParams({
    client_id: "shop",
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
  });
  const page = await createPageBrowser(origin).go(`${discovered.authorization_endpoint}?${query}`);
  expect([page.status, page.url]).toEqual([200, expect.stringContaining(`${origin}/sign-in/`)]);
  expect(page.text).toContain("<saoma-login");
  const trade = (key: string) =>
    fetch(discovered.token_endpoint, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`shop:${key}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "authorization_code", code: "none", redirect_uri: callback }),
    });
  expect((await trade("wrong")).status).toBe(401);
  expect(await (await trade(secret)).json()).toMatchObject({ error: "invalid_grant" });
}
