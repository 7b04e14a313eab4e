import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { secret } from "../stage/openid.ts";
import { stranger } from "./install.ts";
import { connectSite } from "./site.ts";

type App = RequestListener & { use(handler: unknown): void; get(path: string, ...handlers: unknown[]): void };
interface Visit {
  readonly oidc: { isAuthenticated(): boolean; readonly user?: Readonly<Record<string, unknown>> };
}

const express = stranger<() => App>("express");
const session = stranger<(options: object) => { Store: new () => object; MemoryStore: new () => object }>(
  "express-session",
) as unknown as { MemoryStore: new () => object };
const { auth } = stranger<{ auth: (options: object) => unknown }>("express-openid-connect");

/** As its own README has it. */
function siteOf(issuer: string, origin: string): App {
  const app = express();
  const options = {
    issuerBaseURL: issuer,
    baseURL: origin,
    clientID: "shop",
    clientSecret: secret,
    secret: "a long, randomly-generated string stored in env",
    authRequired: false,
    idpLogout: true,
    authorizationParams: { response_type: "code", scope: "openid profile email" },
    backchannelLogout: { store: new session.MemoryStore() },
  };
  app.use(auth(options));
  app.get("/", ({ oidc }: Visit, response: { json(value: unknown): void }) =>
    response.json(oidc.isAuthenticated() ? oidc.user : null),
  );
  return app;
}

const optionsOf = (origin: string) => ({
  redirectUris: [`${origin}/callback`],
  logoutUris: [origin],
  backchannelLogout: `${origin}/backchannel-logout`,
  allowPrivate: true,
});

test.each(["placeholder", "none"] as const)(
  "express-openid-connect signs in and out, unmodified, with e-mail: %s",
  async (email) => {
    const site = await connectSite((origin) => ({ ...optionsOf(origin), email }));
    site.serve(siteOf(site.stage.issuer, site.origin));
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { sub: string; name: string; email?: string };
    expect(user).toMatchObject({ sub: expect.any(String), name: expect.any(String) });
    expect(user.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    const out = await visitor.open("/logout");
    expect(out.url).toContain(`${site.stage.issuer}/oidc/logout`);
    expect((await visitor.atProvider.go(out.url)).url.replace(/\/$/, "")).toBe(site.origin);
    expect((await visitor.open("/")).text).toBe("null");
  },
);

test("express-openid-connect is signed out from the chat, by back-channel logout", async () => {
  const site = await connectSite(optionsOf);
  site.serve(siteOf(site.stage.issuer, site.origin));
  const visitor = await site.signIn("xiaoming", "/login");
  expect(JSON.parse(visitor.text)).toMatchObject({ sub: expect.any(String) });
  await site.stage.stage.tap("xiaoming", "不是我");
  await site.stage.stage.clock.advance(1_000);
  await expect.poll(async () => (await visitor.open("/")).text, { timeout: 10_000 }).toBe("null");
});
