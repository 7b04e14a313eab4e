// The routes of `/v1/session`.
import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import { agreeToTerms } from "../../wire/terms.ts";
import { readJson } from "../body.ts";
import type { Bindings, HttpDeps } from "../context.ts";
import { askedPlace, keepSessionToken } from "../cookies.ts";
import { isReader, requireOrigin } from "../origin.ts";
import { createSessionCheck } from "../session-check.ts";
import { malformedBearer, sessionProofIn } from "../session-proof.ts";
import { viewSession } from "../views.ts";

/** `/v1/session`: who is signed in, and signing out, agreeing to terms; by the cookie, or by an access token. */
export function sessionRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const check = createSessionCheck(deps);
  routes.get("/", async (c) =>
    c.json(await check({ headers: c.req.raw.headers, application: c.req.query("application") })),
  );
  routes.post("/terms", async (c) => {
    const proof = sessionProofIn(c.req.raw.headers, askedPlace(c, deps));
    requireOrigin(c, deps, proof && "bearer" in proof ? "claim" : "cookie");
    const signedIn = proof && (await deps.login.session(proof, c.req.query("application")));
    if (!signedIn || !isReader(c, deps, signedIn.session.applicationId)) throw new SaomaError("not_signed_in");
    const { terms } = await readJson(c, agreeToTerms);
    await deps.login.agreeToTerms(signedIn, terms);
    return c.json(viewSession(deps, signedIn, await deps.login.notices(signedIn)));
  });
  routes.delete("/", async (c) => {
    const place = askedPlace(c, deps);
    const proof = sessionProofIn(c.req.raw.headers, place);
    const byToken = proof !== undefined && "bearer" in proof;
    requireOrigin(c, deps, byToken ? "claim" : "cookie");
    if (byToken && proof.bearer === malformedBearer) throw new SaomaError("not_signed_in");
    const isOurs = (applicationId: string) => isReader(c, deps, applicationId);
    // Taking the cookie away would sign out, too: not for a page to which the session does not exist.
    const isOver = proof !== undefined && (await deps.login.signOut(proof, isOurs));
    if (isOver && !byToken) keepSessionToken(c, place, "", 0);
    return c.body(null, 204);
  });
  return routes;
}
