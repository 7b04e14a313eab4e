import { expect, test } from "vitest";
import { createPageBrowser, secret } from "../stage/openid.ts";
import { stranger } from "./install.ts";
import { connectSite } from "./site.ts";
import { webListener } from "./web-listener.ts";

const { Auth } = stranger<{ Auth: (request: Request, options: object) => Promise<Response> }>("@auth/core");

test.each(["placeholder", "none"] as const)("Auth.js signs in and out, unmodified, with e-mail: %s", async (email) => {
  const site = await connectSite((origin) => ({ email, redirectUris: [`${origin}/auth/callback/saoma`] }));
  const provider = {
    id: "saoma",
    name: "WeChat",
    type: "oidc",
    issuer: site.stage.issuer,
    clientId: "shop",
    clientSecret: secret,
  };
  const options = { providers: [provider], secret: "of the test", trustHost: true, basePath: "/auth" };
  site.serve(webListener(site.origin, (request) => Auth(request, options)));
  const atSite = createPageBrowser(site.origin);
  const form = async (fields: Record<string, string> = {}): Promise<RequestInit> => {
    const { csrfToken } = JSON.parse((await atSite.go(`${site.origin}/auth/csrf`)).text);
    return { method: "POST", body: new URLSearchParams({ csrfToken, ...fields }) };
  };
  const sent = await atSite.go(
    `${site.origin}/auth/signin/saoma`,
    await form({ callbackUrl: `${site.origin}/auth/session` }),
  );
  expect(sent.url).toContain(`${site.stage.issuer}/oidc/authorize`);
  const atProvider = site.stage.browser();
  const back = await atProvider.signIn("xiaoming", (await atProvider.go(sent.url)).url);
  const { user } = JSON.parse((await atSite.go(back.url)).text);
  expect(user).toMatchObject({ name: expect.any(String) });
  expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
  await atSite.ask(`${site.origin}/auth/signout`, await form());
  expect((await atSite.go(`${site.origin}/auth/session`)).text).toBe("null");
});
