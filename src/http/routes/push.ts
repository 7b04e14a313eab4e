import { isUtf8 } from "node:buffer";
import { Hono } from "hono";
import type { Source } from "../../login/context.ts";
import { masked } from "../../ports/log.ts";
import {
  type DamagedPush,
  encodeReply,
  maxPushBytes,
  openDamagedPush,
  openPush,
  type Push,
  type ReplySeal,
} from "../../wechat/index.ts";
import { BodyAborted } from "../aborted-bodies.ts";
import { readBytes } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps, PushSource } from "../context.ts";
import { answerEcho } from "../echo.ts";
import { bindPlainNonce, plainNonceOf } from "../plain-nonce.ts";
import { isProbe, probeReply } from "../push-probe.ts";
import { retryUntilDeadline } from "../push-retry.ts";
import { type PushTarget, readTarget } from "../push-target.ts";
import { noteRefusedPush } from "../refused-pushes.ts";

/** A push that came in, whatever carries it. */
export interface PushRequest extends PushTarget {
  /** The client's address; undefined if unknown. */
  address(): string | undefined;
  /** `X-Forwarded-For` as it arrived. */
  forwardedFor(): string | undefined;
  /** The whole body; undefined as soon as it is longer than `limit` bytes. */
  body(limit: number): Promise<Uint8Array | undefined>;
  /** Aborts when the client leaves. */
  left(): AbortSignal;
  /** Its name in the log. */
  readonly requestId: string;
}

/** What it is answered. */
export interface Answer {
  readonly status: 200 | 403 | 413 | 500 | 503;
  readonly contentType?: string;
  readonly body?: string;
}

/** `/wechat/{appid}/push`: the console's server URL. Every refusal has the same response, without a reason. */
export function pushRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const handler = createPushHandler(deps);
  routes.post("/", async (c) => {
    const target = readTarget(c.req.raw.url);
    const { status, contentType, body = "" } = target ? await handler(readPushRequest(c, target)) : refusal;
    if (contentType) c.header("Content-Type", contentType);
    if (status === 503) c.header("Connection", "close");
    return c.body(body, status);
  });
  routes.get("/", async (c) => {
    const target = readTarget(c.req.raw.url);
    const asked = target && { ...target, address: () => c.env?.address, requestId: c.get("requestId") };
    const answer = asked && (await answerEcho(deps, asked));
    return answer === undefined ? c.body(null, 403) : c.text(answer);
  });
  return routes;
}

/** A push that a `Request` carries. */
export const readPushRequest = ({ env, req, get }: HttpContext, target: PushTarget): PushRequest => ({
  ...target,
  address: () => env?.address,
  forwardedFor: () => req.header("x-forwarded-for"),
  body: (limit) => readBytes(req.raw, limit),
  left: () => req.raw.signal,
  requestId: get("requestId"),
});

/** Answers pushes, without their headers: those are the carrier's. */
export const createPushHandler =
  (deps: HttpDeps) =>
  (knock: PushRequest): Promise<Answer> =>
    push(deps, knock).catch((error: unknown) => {
      if (error instanceof BodyAborted) {
        deps.countAborted();
        return refusal;
      }
      deps.log.error({ err: error, requestId: knock.requestId }, "a push could not be read");
      return { status: 500 };
    });

const refusal: Answer = { status: 403 };

/** Nothing is sent to the person, and WeChat does not retry. */
const success: Answer = { status: 200, contentType: "text/plain; charset=utf-8", body: "success" };

/** The source whose door this is, where this client may knock. */
function doorOf({ pushes, login }: HttpDeps, { appid, address }: Pick<PushRequest, "appid" | "address">) {
  const handler = pushes.get(appid);
  const source = login.sources.get(appid);
  const allowed = handler?.allows?.(address()) ?? true;
  return handler && source && allowed ? { keys: handler.keys, source } : undefined;
}

async function push(deps: HttpDeps, knock: PushRequest): Promise<Answer> {
  const handler = doorOf(deps, knock);
  if (!handler) return refusal;
  const { keys } = handler;
  const body = await knock.body(maxPushBytes(keys.mode));
  if (body === undefined) {
    await bindPlainNonce(deps, keys, knock.query, "too large");
    return { status: 413 };
  }
  const opened = openPush(keys, knock.query, textOf(body), deps.now());
  if (opened.ok && !isProbe(opened.push)) return deal(deps, knock, handler, opened.push);
  const isUnread = !opened.ok && (opened.reason === "malformed" || opened.reason === "encryption");
  const damaged = isUnread ? openDamagedPush(keys, knock.query, body, deps.now()) : undefined;
  if (damaged) return dealDamaged(deps, knock, handler, damaged);
  const isBound = await bindPlainNonce(deps, keys, knock.query, "body", textOf(body));
  if (opened.ok) return isBound ? report(deps, knock, handler, opened.push) : refusal;
  const { requestId } = knock;
  await noteRefusedPush(deps, { appid: keys.appid, reason: opened.reason, requestId, address: knock.address() });
  return refusal;
}

interface Door {
  readonly keys: PushSource["keys"];
  readonly source: Source;
}

/** Answers `saoma doctor`, and does nothing. */
function report(deps: HttpDeps, knock: PushRequest, { keys }: Door, push: Push): Answer {
  const address = knock.address();
  const forwardedFor = knock.forwardedFor()?.slice(-maxForwarded);
  const reply = probeReply({
    now: deps.clock.now(),
    ...(address === undefined ? {} : { address }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    pushes: deps.tally.of(keys.appid),
  });
  return { status: 200, ...encodeReply(keys, push, reply, sealOf(deps, knock)) };
}

const sealOf = ({ clock, random }: HttpDeps, { query: { nonce = "" } }: PushRequest): ReplySeal => ({
  nonce,
  clock,
  random,
});

/** The maximum length of a text reply. */
const maxForwarded = 500;

async function deal(deps: HttpDeps, knock: PushRequest, { keys, source }: Door, push: Push): Promise<Answer> {
  const { query, requestId } = knock;
  const signedBy = plainNonceOf(keys, query);
  const dated = signedBy ? { nonce: signedBy } : {};
  const received = await retryUntilDeadline(deps, knock, () => deps.login.receive({ source, push, ...dated }));
  if (!received) return { status: 503 };
  if ("refused" in received) return refusal;
  deps.tally.take(keys.appid, deps.now(), push.event ?? push.type);
  const openid = masked(push.openId);
  deps.log.info({ appid: keys.appid, openid, event: push.event ?? push.type, requestId }, "a push was processed");
  try {
    return { status: 200, ...encodeReply(keys, push, received.reply, sealOf(deps, knock)) };
  } catch (error) {
    // A reply that WeChat would not take, such as a text of over 2048 bytes: its effect stands all the same.
    deps.log.error({ err: error, appid: keys.appid }, "a reply could not be sent");
    return success;
  }
}

/**
 * A push that is signed but unreadable is not forged. If it were refused, WeChat would deliver it again and show its
 * person an error.
 */
function dealDamaged(deps: HttpDeps, knock: PushRequest, door: Door, { push }: DamagedPush): Promise<Answer> | Answer {
  const { appid } = door.keys;
  const openid = push ? { openid: masked(push.openId) } : {};
  deps.log.warn(
    { appid, ...openid, requestId: knock.requestId },
    "a push is damaged; its part before the damage is processed",
  );
  if (push) return deal(deps, knock, door, push);
  deps.tally.refuse(appid, "malformed", deps.now());
  return success;
}

/** What is not text throughout is read as nothing. */
const textOf = (bytes: Uint8Array): string =>
  isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "";
