import { Hono } from "hono";
import { miniProgramSignIn } from "../../wire/mini-program.ts";
import { readJson } from "../body.ts";
import type { Bindings, HttpDeps } from "../context.ts";
import { requireOrigin } from "../origin.ts";
import { viewSession, viewStarted } from "../views.ts";

/** `/v1/sign-in/mini-program`: signs in the person who holds the phone, in the mini-program itself. */
export function signInRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.post("/mini-program", async (c) => {
    const request = await readJson(c, miniProgramSignIn);
    requireOrigin(c, deps, "claim", request.application);
    const client = {
      userAgent: c.req.header("user-agent"),
      acceptLanguage: c.req.header("accept-language"),
      address: c.env?.address,
    };
    const signedIn = await deps.login.signInByMiniProgram({ ...request, ...client });
    if ("started" in signedIn) return c.json(viewStarted(signedIn.started), 201);
    const { redeemed } = signedIn;
    return c.json({ ...viewSession(deps, redeemed, await deps.login.notices(redeemed)), ...redeemed.tokens });
  });
  return routes;
}
