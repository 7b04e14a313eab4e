import { Hono } from "hono";
import { sha256 } from "../../base/bytes.ts";
import { refreshTokens } from "../../wire/tokens.ts";
import { readJson } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { isReader, requireOrigin } from "../origin.ts";

/** `/v1/tokens/refresh`: the next tokens for a client that keeps no cookie. */
export function tokenRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.post("/refresh", async (c) => {
    requireOrigin(c, deps, "claim");
    const { refreshToken, terms } = await readJson(c, refreshTokens);
    const isOurs = (applicationId: string) => isReader(c, deps, applicationId);
    return c.json(await deps.login.refreshTokens(refreshToken, { clientHash: clientHashOf(c), isOurs, terms }));
  });
  return routes;
}

/** A fingerprint of a client: enough to tell a retry of the same client from another client. */
const clientHashOf = (c: HttpContext): string =>
  sha256("client", c.env?.address ?? "", c.req.header("user-agent") ?? "");

/** `/.well-known/jwks.json`: what access tokens are verified with. May be kept as long as a new key is published ahead. */
export function keyRoutes({ publishedKeys }: Pick<HttpDeps, "publishedKeys">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/jwks.json", async (c) => {
    c.header("Cache-Control", "public, max-age=300");
    c.header("Access-Control-Allow-Origin", "*");
    return c.json(await publishedKeys());
  });
  return routes;
}
