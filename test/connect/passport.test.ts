import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { secret } from "../stage/openid.ts";
import { stranger } from "./install.ts";
import { connectSite } from "./site.ts";

type Handler = (request: Request, response: Response, next: () => void) => void;
interface Request {
  readonly user?: object;
  logout(done: () => void): void;
}
interface Response {
  json(value: unknown): void;
  redirect(to: string): void;
}
type App = RequestListener & { use(handler: unknown): void; get(path: string, ...handlers: unknown[]): void };
interface Passport {
  use(strategy: unknown): void;
  initialize(): Handler;
  session(): Handler;
  authenticate(name: string, options?: object): Handler;
  serializeUser(work: (user: object, done: (error: null, kept: object) => void) => void): void;
  deserializeUser(work: (kept: object, done: (error: null, user: object) => void) => void): void;
}

const express = stranger<() => App>("express");
const session = stranger<(options: object) => Handler>("express-session");
const { Passport } = stranger<{ Passport: new () => Passport }>("passport");
const { Strategy } = stranger<{ Strategy: new (options: object, verify: unknown) => object }>("passport-openidconnect");

/** As its own README has it. */
function siteOf(issuer: string, origin: string): App {
  const passport = new Passport();
  const endpoints = {
    authorizationURL: `${issuer}/oidc/authorize`,
    tokenURL: `${issuer}/oidc/token`,
    userInfoURL: `${issuer}/oidc/userinfo`,
  };
  const own = { clientID: "shop", clientSecret: secret, callbackURL: `${origin}/callback`, scope: "profile email" };
  const verify = (_issuer: string, profile: object, done: (error: null, user: object) => void) => done(null, profile);
  passport.use(new Strategy({ issuer, ...endpoints, ...own }, verify));
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((kept, done) => done(null, kept));
  const app = express();
  app.use(session({ secret: "of the test", resave: false, saveUninitialized: false }));
  app.use(passport.initialize());
  app.use(passport.session());
  app.get("/login", passport.authenticate("openidconnect"));
  app.get("/callback", passport.authenticate("openidconnect", { successRedirect: "/", failureRedirect: "/failed" }));
  app.get("/logout", (request: Request, response: Response) => request.logout(() => response.redirect("/")));
  app.get("/", (request: Request, response: Response) => response.json(request.user ?? null));
  return app;
}

test.each(["placeholder", "none"] as const)(
  "passport-openidconnect signs in and out, unmodified, with e-mail: %s",
  async (email) => {
    const site = await connectSite((origin) => ({ email, redirectUris: [`${origin}/callback`] }));
    site.serve(siteOf(site.stage.issuer, site.origin));
    const visitor = await site.signIn("xiaoming", "/login");
    const user = JSON.parse(visitor.text) as { id: string; displayName: string; emails?: { value: string }[] };
    expect(user).toMatchObject({ id: expect.any(String), displayName: expect.any(String) });
    expect(user.emails?.[0]?.value ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
    expect((await visitor.open("/logout")).text).toBe("null");
  },
);
