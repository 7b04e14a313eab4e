// The routes of `/mini-program/{appid}`.
import { Hono } from "hono";
import { publicPurpose } from "../../domain/attempt.ts";
import { askedPurpose } from "../../domain/policy.ts";
import type { Decision } from "../../login/mini-program/decide-event.ts";
import type { AttemptDetails } from "../../login/mini-program/describe-attempt.ts";
import type { MiniProgramCall } from "../../login/mini-program/session.ts";
import {
  type AskedView,
  confirmation,
  decision as decisionBody,
  type MiniProgramSessionView,
  miniProgramLogin,
} from "../../wire/mini-program.ts";
import { readJson } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";

/** `/mini-program/{appid}`: the routes for the mini-program's page. Browsers do not call them: no cookies and no CORS. */
export function miniProgramRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.post("/login", (c) => login(c, deps));
  routes.get("/attempts/:scene", async (c) => c.json(view(await deps.login.look(callOf(c), sceneOf(c)))));
  routes.post("/attempts/:scene/scan", (c) => decide(c, deps, "scan"));
  routes.post("/attempts/:scene/confirm", (c) => confirm(c, deps));
  routes.post("/attempts/:scene/decline", (c) => decide(c, deps, "decline"));
  return routes;
}

async function login(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { code } = await readJson(c, miniProgramLogin);
  const { appid, address } = callOf(c);
  const { token, lifetime } = await deps.login.signInToMiniProgram({ appid, address, code });
  return c.json({ session: token, expiresIn: lifetime / 1000 } satisfies MiniProgramSessionView, 201);
}

async function decide(c: HttpContext, deps: HttpDeps, decision: Decision): Promise<Response> {
  await readJson(c, decisionBody);
  return c.json(view(await deps.login.decide(callOf(c), sceneOf(c), decision)));
}

async function confirm(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const details = await readJson(c, confirmation);
  return c.json(view(await deps.login.decide(callOf(c), sceneOf(c), "confirm", details)));
}

const callOf = (c: HttpContext): MiniProgramCall => ({
  appid: c.req.param("appid") ?? "",
  token: /^Bearer ([\w-]{43})$/i.exec(c.req.header("authorization") ?? "")?.[1],
  address: c.env?.address,
});

const sceneOf = (c: HttpContext): string => c.req.param("scene") ?? "";

const view = ({ application, attempt, needsPhone, needsNumber, opens, pairingCode }: AttemptDetails): AskedView => ({
  ...(askedPurpose(attempt) === "sign-in" ? {} : { purpose: publicPurpose(askedPurpose(attempt)) }),
  ...(attempt.approves === undefined ? {} : { approves: attempt.approves }),
  site: application.name,
  browser: attempt.browserName,
  startedAt: new Date(attempt.createdAt).toISOString(),
  status: attempt.status,
  ...(attempt.reason ? { reason: attempt.reason } : {}),
  expiresAt: new Date(attempt.expiresAt).toISOString(),
  needsPhone,
  ...(needsNumber ? { needsNumber } : {}),
  ...(opens ? { opens: { name: opens.name, addedAt: new Date(opens.addedAt).toISOString() } } : {}),
  ...(pairingCode === undefined ? {} : { pairingCode }),
});
