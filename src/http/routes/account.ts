import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { OwnIdentities } from "../../login/accounts/identities.ts";
import type { SessionProof } from "../../login/transition/find-session.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { askedPlace, keepSessionToken } from "../cookies.ts";
import { isReader, requireOrigin } from "../origin.ts";
import { sessionProofIn } from "../session-proof.ts";
import { viewIdentities } from "../views.ts";

/** `/v1/account/identities`: the WeChats of whoever is signed in; by the cookie, or by an access token. */
export function accountRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/identities", async (c) => {
    const own = await deps.login.identities(sessionProofIn(c.req.raw.headers, askedPlace(c, deps)));
    if (!isReader(c, deps, own.session.applicationId)) throw new SaomaError("not_signed_in");
    return c.json(viewIdentities(deps, own));
  });
  routes.delete("/identities/:id", (c) => change(c, deps, deps.login.removeIdentity));
  routes.post("/identities/:id/restore", (c) => change(c, deps, deps.login.restoreIdentity));
  return routes;
}

type Change = (proof: SessionProof | undefined, id: string) => Promise<OwnIdentities>;

async function change(c: HttpContext, deps: HttpDeps, act: Change): Promise<Response> {
  const place = askedPlace(c, deps);
  const proof = sessionProofIn(c.req.raw.headers, place);
  const by = proof && "bearer" in proof ? "claim" : "cookie";
  requireOrigin(c, deps, by);
  const { session } = await deps.login.identities(proof);
  if (!isReader(c, deps, session.applicationId)) throw new SaomaError("not_signed_in");
  const own = await act(proof, c.req.param("id") ?? "");
  const isOver = !own.identities.some(({ appid, openId }) => appid === session.appid && openId === session.openId);
  if (isOver && by === "cookie") keepSessionToken(c, place, "", 0);
  return c.json(viewIdentities(deps, own));
}
