// The routes of `/v1/attempts`.
import { Hono } from "hono";
import type { Purpose } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import { SaomaError } from "../../domain/errors.ts";
import { unnamedApplication } from "../../login/start/select-channel.ts";
import type { StartRequest } from "../../login/start/start-request.ts";
import type { SessionProof } from "../../login/transition/find-session.ts";
import { bindPhone, enterCode, enterInvitation, pairAttempt, redeemAttempt, startAttempt } from "../../wire/attempt.ts";
import { readJson } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { keepBrowserSecret, keepSessionToken, readBrowserSecret, sessionPlace, sessionTokenIn } from "../cookies.ts";
import { createEventStreams } from "../event-source.ts";
import { createLongPolls, type LongPolls } from "../long-poll.ts";
import { requireOrigin, requireReader, requireReturnTo } from "../origin.ts";
import { provenBy, readProof } from "../proof.ts";
import { sessionProofIn } from "../session-proof.ts";
import { viewAttempt, viewIdentities, viewSession, viewStarted } from "../views.ts";
import { etag, holdUntilChange, readVersion, readWait, streamEvents } from "../waiting.ts";

/** `/v1/attempts`: start, look, wait, refresh, cancel, type in a code, bind a phone, redeem. */
export function attemptRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const streams = createEventStreams(deps);
  const polls = createLongPolls(deps);
  routes.post("/", (c) => start(c, deps));
  routes.get("/:id", (c) => look(c, deps, polls));
  routes.delete("/:id", (c) => cancel(c, deps));
  routes.get("/:id/events", (c) => streamEvents(c, deps, streams, c.req.param("id")));
  routes.get("/:id/socket", (c) => socket(c, deps));
  routes.post("/:id/refresh", (c) => refresh(c, deps));
  routes.post("/:id/code", (c) => enter(c, deps));
  routes.post("/:id/invitation", (c) => invitation(c, deps));
  routes.post("/:id/pair", (c) => pair(c, deps));
  routes.post("/:id/phone", (c) => phone(c, deps));
  routes.post("/:id/redeem", (c) => redeem(c, deps));
  return routes;
}

async function start(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { claim = "cookie", returnTo, ...asked } = await readJson(c, startAttempt);
  const wanted = { ...asked, application: asked.application ?? unnamedApplication(deps.login.applications)?.id };
  const asks = asksFor(c, deps, wanted);
  const byCookie = claim !== "header" || (asks !== undefined && "cookie" in asks);
  requireOrigin(c, deps, byCookie ? "cookie" : "claim", wanted.application);
  requireReturnTo(deps, returnTo, wanted.application);
  const isFreshBrowser = readBrowserSecret(c, deps) === undefined;
  const browser = claim === "header" ? {} : { browserSecret: keepBrowserSecret(c, deps), isFreshBrowser };
  const leave = deps.connectionLimiter.acquire({ key: "starting", most: atOnce });
  if (!leave) throw new SaomaError("rate_limited", { retryAfter: 1 });
  try {
    const started = await deps.login.start({ ...wanted, returnTo, asks, ...clientOf(c), ...browser });
    return c.json(viewStarted(started), started.created ? 201 : 200);
  } finally {
    leave();
  }
}

/** The session that requests a link or an approval. */
function asksFor(
  c: HttpContext,
  { origin, login }: HttpDeps,
  { purpose, application }: { readonly purpose?: Purpose | undefined; readonly application?: string | undefined },
): SessionProof | undefined {
  if (purpose === undefined || purpose === "sign-in") return undefined;
  return sessionProofIn(c.req.raw.headers, sessionPlace(origin, login.applications, application));
}

/**
 * The most attempts that are started at the same time; further requests are told to retry. Each waits for WeChat, which
 * does not answer a flood any faster: without a limit, all of them would time out.
 */
const atOnce = 64;

const clientOf = (c: HttpContext): StartRequest => ({
  userAgent: c.req.header("user-agent"),
  acceptLanguage: c.req.header("accept-language"),
  address: c.env?.address,
});

async function look(c: HttpContext, deps: HttpDeps, polls: LongPolls): Promise<Response> {
  const proof = readProof(c, deps);
  const attempt = await deps.login.view(c.req.param("id") ?? "", proof);
  requireReader(c, deps, attempt.applicationId);
  const headers = { ETag: etag(attempt) };
  if (readVersion(c.req.header("if-none-match")) !== attempt.version) return c.json(viewAttempt(attempt), 200, headers);
  const seconds = readWait(c.req.header("prefer"));
  return seconds === 0 ? c.body(null, 304, headers) : holdUntilChange(c, deps, polls, attempt, seconds);
}

/** The attempt and its proof, for a call that changes it: the holder's, from a page of its application. */
async function changeable(c: HttpContext, deps: HttpDeps) {
  const proof = readProof(c, deps);
  requireOrigin(c, deps, provenBy(proof));
  const attempt = await deps.login.attempt(c.req.param("id") ?? "", proof);
  requireReader(c, deps, attempt.applicationId);
  return { attempt, proof };
}

async function cancel(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  return c.json(viewAttempt(await deps.login.cancel(attempt.id, proof)));
}

async function refresh(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  const browser = proof && "browserSecret" in proof ? { browserSecret: keepBrowserSecret(c, deps) } : {};
  const started = await deps.login.refresh(attempt.id, proof, { ...clientOf(c), ...browser });
  return c.json(viewStarted(started), 201);
}

async function enter(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  const { text } = await readJson(c, enterCode);
  return c.json(viewAttempt(await deps.login.enterCode(attempt.id, proof, { text, address: c.env?.address })));
}

async function invitation(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  const { code } = await readJson(c, enterInvitation);
  return c.json(viewAttempt(await deps.login.enterInvitation(attempt.id, proof, { code, address: c.env?.address })));
}

async function pair(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  return c.json(viewAttempt(await deps.login.pair(attempt.id, proof, await readJson(c, pairAttempt))));
}

async function phone(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  const { phone = "", otp, newOwner, ...pairing } = await readJson(c, bindPhone);
  const after =
    otp === undefined
      ? await deps.login.sendSms(attempt.id, proof, { ...pairing, phone, address: c.env?.address })
      : await deps.login.enterOtp(attempt.id, proof, { otp, newOwner, ...(phone === "" ? {} : { phone }) });
  return c.json(viewAttempt(after));
}

async function redeem(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const { attempt, proof } = await changeable(c, deps);
  const { mode = "cookie", terms, ...pairing } = await readJson(c, redeemAttempt);
  if (attempt.purpose !== "sign-in") {
    return c.json(viewIdentities(deps, await deps.login.redeemAsked(attempt.id, proof, pairing)));
  }
  const place = sessionPlace(deps.origin, deps.login.applications, attempt.applicationId);
  const replaces = sessionTokenIn(c.req.header("cookie"), place);
  const redeemed = await deps.login.redeem(attempt.id, proof, {
    mode,
    pairing,
    terms,
    replaces,
    address: c.env?.address,
  });
  const { token, tokens, session } = redeemed;
  const seconds = Math.floor((session.expiresAt - deps.now()) / 1000);
  if (token !== undefined) keepSessionToken(c, place, token, seconds);
  return c.json({ ...viewSession(deps, redeemed, await deps.login.notices(redeemed)), ...tokens });
}

/** A WebSocket needs an upgrade by the server; a request that reaches this handler had none. */
async function socket(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const attempt = await deps.login.view(c.req.param("id") ?? "", readProof(c, deps));
  requireReader(c, deps, attempt.applicationId);
  if (hasEnded(attempt)) throw new SaomaError("attempt_ended");
  throw new SaomaError("upgrade_required");
}
