import { expect, test } from "vitest";
import { createPageBrowser, secret } from "../stage/openid.ts";
import { stranger } from "./install.ts";
import { type ConnectedSite, connectSite } from "./site.ts";
import { webListener } from "./web-listener.ts";

const { betterAuth } = stranger<{ betterAuth: (options: object) => { handler(request: Request): Promise<Response> } }>(
  "better-auth",
);
const { genericOAuth } = stranger<{ genericOAuth: (options: object) => object }>("better-auth/plugins");
const { memoryAdapter } = stranger<{ memoryAdapter: (rows: object) => unknown }>("better-auth/adapters/memory");

/** As its own documentation has it. */
function serve({ origin, stage, serve }: ConnectedSite): void {
  const provider = {
    providerId: "saoma",
    clientId: "shop",
    clientSecret: secret,
    discoveryUrl: `${stage.issuer}/.well-known/openid-configuration`,
    scopes: ["openid", "profile", "email"],
    pkce: true,
  };
  const auth = betterAuth({
    baseURL: origin,
    secret: "of the test, and long enough for it",
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    plugins: [genericOAuth({ config: [provider] })],
    telemetry: { enabled: false },
  });
  serve(webListener(origin, (request) => auth.handler(request)));
}

async function signIn(email: "placeholder" | "none") {
  const site = await connectSite((origin) => ({ email, redirectUris: [`${origin}/api/auth/callback/saoma`] }));
  serve(site);
  const atSite = createPageBrowser(site.origin);
  const headers = { "content-type": "application/json", origin: site.origin };
  const body = JSON.stringify({ provider: "saoma", callbackURL: "/api/auth/get-session" });
  const begun = await atSite.ask(`${site.origin}/api/auth/sign-in/social`, { method: "POST", headers, body });
  const { url } = (await begun.json()) as { url: string };
  const atProvider = site.stage.browser();
  const back = await atProvider.signIn("xiaoming", (await atProvider.go(url)).url);
  return { site, atSite, headers, seen: await atSite.go(back.url) };
}

test("better-auth signs in and out, unmodified, with the placeholder", async () => {
  const { site, atSite, headers, seen } = await signIn("placeholder");
  const { user } = JSON.parse(seen.text);
  expect(user).toMatchObject({ name: expect.any(String), email: expect.stringMatching(/@wechat\.invalid$/) });
  expect(user.emailVerified).toBe(false);
  await atSite.ask(`${site.origin}/api/auth/sign-out`, { method: "POST", headers, body: "{}" });
  expect((await atSite.go(`${site.origin}/api/auth/get-session`)).text).toBe("null");
});

test("better-auth takes nobody without an e-mail address, which is why the placeholder is the default", async () => {
  const { seen } = await signIn("none");
  expect(seen.url).toContain("error=email_not_found");
});
