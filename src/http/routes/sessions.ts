// The routes of `/v1/sessions`.
import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { OwnSessions } from "../../login/sessions/own-sessions.ts";
import type { SessionProof } from "../../login/transition/find-session.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { askedPlace, keepSessionToken } from "../cookies.ts";
import { isReader, requireOrigin } from "../origin.ts";
import { sessionProofIn } from "../session-proof.ts";
import { viewSessions } from "../views.ts";

/** `/v1/sessions`: the browsers and devices in which an account is signed in; by the cookie, or by an access token. */
export function sessionsRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", async (c) => c.json(viewSessions(await readable(c, deps, proofIn(c, deps)))));
  routes.delete("/:id", (c) => end(c, deps, (proof) => deps.login.endSession(proof, c.req.param("id"))));
  routes.delete("/", (c) => {
    const keepsCurrent = c.req.query("keep") === "current";
    return end(c, deps, (proof) => deps.login.endSessions(proof, { keepsCurrent }));
  });
  return routes;
}

const proofIn = (c: HttpContext, deps: HttpDeps) => sessionProofIn(c.req.raw.headers, askedPlace(c, deps));

/** A page of another application gets the same answer as without a session. */
async function readable(c: HttpContext, deps: HttpDeps, proof: SessionProof | undefined): Promise<OwnSessions> {
  const own = await deps.login.sessions(proof);
  if (!isReader(c, deps, own.session.applicationId)) throw new SaomaError("not_signed_in");
  return own;
}

async function end(
  c: HttpContext,
  deps: HttpDeps,
  act: (proof: SessionProof | undefined) => Promise<OwnSessions>,
): Promise<Response> {
  const proof = proofIn(c, deps);
  const by = proof && "bearer" in proof ? "claim" : "cookie";
  requireOrigin(c, deps, by);
  await readable(c, deps, proof);
  const own = await act(proof);
  const isOver = own.sessions.every(({ id }) => id !== own.session.id);
  if (isOver && by === "cookie") keepSessionToken(c, askedPlace(c, deps), "", 0);
  return c.json(viewSessions(own));
}
