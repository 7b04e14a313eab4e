// The routes of `/v1/account`.
import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { OwnIdentities } from "../../login/accounts/identities.ts";
import type { SessionProof } from "../../login/transition/find-session.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { askedPlace, keepSessionToken } from "../cookies.ts";
import { isReader, requireOrigin } from "../origin.ts";
import { sessionProofIn } from "../session-proof.ts";
import { viewIdentities } from "../views.ts";

/**
 * `/v1/account`: the identities of the account that is signed in, and its announced changes; by the cookie, or by an
 * access token.
 */
export function accountRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/identities", async (c) => {
    const own = await deps.login.identities(sessionProofIn(c.req.raw.headers, askedPlace(c, deps)));
    if (!isReader(c, deps, own.session.applicationId)) throw new SaomaError("not_signed_in");
    return c.json(viewIdentities(deps, own));
  });
  // Announced only, where the WeChat that approved it is younger: accepted, and not done.
  routes.delete("/identities/:id", (c) => change(c, deps, deps.login.removeIdentity, isStillThere));
  routes.post("/identities/:id/restore", (c) => change(c, deps, deps.login.restoreIdentity));
  routes.delete("/", (c) =>
    change(
      c,
      deps,
      (proof) => deps.login.deleteAccount(proof),
      () => true,
    ),
  );
  routes.delete("/changes/:id", (c) => change(c, deps, deps.login.stopChange));
  return routes;
}

const isStillThere = ({ identities }: OwnIdentities, id: string): boolean => identities.some((one) => one.id === id);

type Change = (proof: SessionProof | undefined, id: string) => Promise<OwnIdentities>;

async function change(
  c: HttpContext,
  deps: HttpDeps,
  act: Change,
  isAnnounced: (own: OwnIdentities, id: string) => boolean = () => false,
): Promise<Response> {
  const place = askedPlace(c, deps);
  const proof = sessionProofIn(c.req.raw.headers, place);
  const by = proof && "bearer" in proof ? "claim" : "cookie";
  requireOrigin(c, deps, by);
  const { session } = await deps.login.identities(proof);
  if (!isReader(c, deps, session.applicationId)) throw new SaomaError("not_signed_in");
  const id = c.req.param("id") ?? "";
  const own = await act(proof, id);
  const isOver = !own.identities.some(({ appid, openId }) => appid === session.appid && openId === session.openId);
  if (isOver && by === "cookie") keepSessionToken(c, place, "", 0);
  return c.json(viewIdentities(deps, own), isAnnounced(own, id) ? 202 : 200);
}
