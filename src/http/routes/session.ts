import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Bindings, HttpDeps } from "../context.ts";
import { keepSessionToken, readSessionToken } from "../cookies.ts";
import { requireOrigin } from "../origin.ts";
import { viewSession } from "../views.ts";

/** `/v1/session`: who is signed in, and signing out. */
export function sessionRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", async (c) => {
    const token = readSessionToken(c, deps);
    const signedIn = token && (await deps.login.session(token));
    if (!signedIn) throw new SaomaError("not_signed_in");
    return c.json(viewSession(signedIn));
  });
  routes.delete("/", async (c) => {
    requireOrigin(c, deps, "cookie");
    const token = readSessionToken(c, deps);
    if (token) await deps.login.signOut(token);
    keepSessionToken(c, deps.origin, "", 0);
    return c.body(null, 204);
  });
  return routes;
}
