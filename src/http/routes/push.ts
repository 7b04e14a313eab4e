// The server URL: opens WeChat's pushes, has them processed and sends the reply.
import { isUtf8 } from "node:buffer";
import { Hono } from "hono";
import type { PushReply, PushWire, Source } from "../../login/context.ts";
import { masked } from "../../ports/log.ts";
import {
  type DamagedPush,
  type EncodedReply,
  encodeReply,
  maxPushBytes,
  openDamagedPush,
  openPush,
  type Push,
  type PushKeys,
  type ReplySeal,
  sealReply,
} from "../../wechat/index.ts";
import { BodyAborted } from "../aborted-bodies.ts";
import { readBytes } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps, PushSource } from "../context.ts";
import { answerEcho } from "../echo.ts";
import { bindPlainNonce } from "../plain-nonce.ts";
import { isProbe, probeReply } from "../push-probe.ts";
import { retryUntilDeadline } from "../push-retry.ts";
import { type PushTarget, plainNonceOf, readTarget } from "../push-target.ts";
import { noteRefusedPush } from "../refused-pushes.ts";

/** A push that came in, as a `Request` or directly from Node. */
export interface PushRequest extends PushTarget {
  /** The client's address; undefined if unknown. */
  address(): string | undefined;
  /** `X-Forwarded-For` as it arrived. */
  forwardedFor(): string | undefined;
  /** The `Content-Type` as it arrived. */
  contentType(): string | undefined;
  /** The whole body; undefined as soon as it is longer than `limit` bytes. */
  body(limit: number): Promise<Uint8Array | undefined>;
  /** Aborts when the client leaves. */
  left(): AbortSignal;
  /** The id of the request in the log. */
  readonly requestId: string;
}

/** The response to a push, without its headers. */
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
  contentType: () => req.header("content-type"),
  body: (limit) => readBytes(req.raw, limit),
  left: () => req.raw.signal,
  requestId: get("requestId"),
});

/** Returns the function that answers pushes. The caller adds the headers. */
export const createPushHandler =
  (deps: HttpDeps) =>
  (request: PushRequest): Promise<Answer> =>
    push(deps, request).catch((error: unknown) => {
      if (error instanceof BodyAborted) {
        deps.countAborted();
        return refusal;
      }
      deps.log.error({ err: error, requestId: request.requestId }, "a push could not be read");
      return { status: 500 };
    });

const refusal: Answer = { status: 403 };

/** Nothing is sent to the person, and WeChat does not retry. */
const success: Answer = { status: 200, contentType: "text/plain; charset=utf-8", body: "success" };

/** The source of this address and the keys of its pushes; undefined if this client may not push to it. */
function receiverOf({ pushes, login }: HttpDeps, { appid, address }: Pick<PushRequest, "appid" | "address">) {
  const handler = pushes.get(appid);
  const source = login.sources.get(appid);
  const allowed = handler?.allows?.(address()) ?? true;
  return handler && source && allowed ? { keys: handler.keys, source } : undefined;
}

async function push(deps: HttpDeps, request: PushRequest): Promise<Answer> {
  const receiver = receiverOf(deps, request);
  if (!receiver) return refusal;
  const { keys } = receiver;
  const arrivedAt = deps.clock.now();
  const body = await request.body(maxPushBytes(keys.mode));
  if (body === undefined) {
    await bindPlainNonce(deps, keys, request.query, "too large");
    return { status: 413 };
  }
  const sent = { ...receiver, wire: wireOf(request, body, arrivedAt) };
  const opened = openPush(keys, request.query, textOf(body), deps.now());
  if (opened.ok && !isProbe(opened.push)) return processPush(deps, request, sent, opened.push);
  const isUnread = !opened.ok && (opened.reason === "malformed" || opened.reason === "encryption");
  const damaged = isUnread ? openDamagedPush(keys, request.query, body, deps.now()) : undefined;
  if (damaged) return processDamaged(deps, request, sent, damaged);
  const isBound = await bindPlainNonce(deps, keys, request.query, "body", textOf(body));
  if (opened.ok) return isBound ? report(deps, request, sent, opened.push) : refusal;
  const { requestId } = request;
  await noteRefusedPush(deps, { appid: keys.appid, reason: opened.reason, requestId, address: request.address() });
  return refusal;
}

interface Receiver {
  readonly keys: PushSource["keys"];
  readonly source: Source;
  readonly wire: PushWire;
}

/** The push as a backend gets it. */
function wireOf({ search: query, contentType }: PushRequest, body: Uint8Array, arrivedAt: number): PushWire {
  const type = contentType();
  return { query, body, arrivedAt, ...(type === undefined ? {} : { contentType: type }) };
}

/** The answer to a probe of `saoma doctor`. A probe has no other effect. */
function report(deps: HttpDeps, request: PushRequest, { keys }: Receiver, push: Push): Answer {
  const address = request.address();
  const forwardedFor = request.forwardedFor()?.slice(-maxForwarded);
  const reply = probeReply({
    now: deps.clock.now(),
    ...(address === undefined ? {} : { address }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    pushes: deps.tally.of(keys.appid),
  });
  return { status: 200, ...encodeReply(keys, push, reply, sealOf(deps, request)) };
}

const sealOf = ({ clock, random }: HttpDeps, { query: { nonce = "" } }: PushRequest): ReplySeal => ({
  nonce,
  clock,
  random,
});

/** The maximum length of a text reply. */
const maxForwarded = 500;

async function processPush(
  deps: HttpDeps,
  request: PushRequest,
  { keys, source, wire }: Receiver,
  push: Push,
): Promise<Answer> {
  const { query, requestId } = request;
  const signedBy = plainNonceOf(keys, query);
  const dated = signedBy ? { nonce: signedBy } : {};
  const received = await retryUntilDeadline(deps, request, () => deps.login.receive({ source, push, wire, ...dated }));
  if (!received) return { status: 503 };
  if ("refused" in received) return refusal;
  deps.tally.take(keys.appid, deps.now(), push.event ?? push.type);
  const openid = masked(push.openId);
  deps.log.info({ appid: keys.appid, openid, event: push.event ?? push.type, requestId }, "a push was processed");
  try {
    return { status: 200, ...encode(keys, push, received.reply, sealOf(deps, request)) };
  } catch (error) {
    // A reply that WeChat would not take, such as a text of over 2048 bytes: its effect stands all the same.
    deps.log.error({ err: error, appid: keys.appid }, "a reply could not be sent");
    return success;
  }
}

/** What a backend wrote goes out as it wrote it. */
const encode = (keys: PushKeys, push: Push, reply: PushReply | undefined, seal: ReplySeal): EncodedReply =>
  reply?.type === "relayed" ? sealReply(keys, reply.body, seal) : encodeReply(keys, push, reply, seal);

/**
 * A push that is signed but unreadable is not forged. If it were refused, WeChat would deliver it again and show its
 * person an error.
 */
function processDamaged(
  deps: HttpDeps,
  request: PushRequest,
  receiver: Receiver,
  { push }: DamagedPush,
): Promise<Answer> | Answer {
  const { appid } = receiver.keys;
  const openid = push ? { openid: masked(push.openId) } : {};
  deps.log.warn(
    { appid, ...openid, requestId: request.requestId },
    "a push is damaged; its part before the damage is processed",
  );
  if (push) return processPush(deps, request, receiver, push);
  deps.tally.refuse(appid, "malformed", deps.now());
  return success;
}

/** The body as text; empty if it is not UTF-8. */
const textOf = (bytes: Uint8Array): string =>
  isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "";
