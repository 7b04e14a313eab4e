import { isUtf8 } from "node:buffer";
import { Hono } from "hono";
import { randomToken } from "../../base/bytes.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Source } from "../../login/setup.ts";
import { masked } from "../../ports/log.ts";
import { encodeReply, maxPushBytes, openPush, type Push, verifyEcho } from "../../wechat/index.ts";
import { readText } from "../body.ts";
import type { Bindings, Env, HttpDeps, PushSource } from "../context.ts";
import { guardHeaders } from "../headers.ts";
import { hold } from "../push-patience.ts";
import { type PushTarget, readTarget } from "../push-target.ts";

/** `/wechat/{appid}/push`: the console's server URL. Whatever is refused is refused alike, and not told why. */
export function pushRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const door = createPushDoor(deps);
  routes.post("/", async (c) => (await door(c.req.raw, c.env ?? {})) ?? c.body(null, 403));
  routes.get("/", (c) => {
    const target = readTarget(c.req.raw.url);
    const door = target && doorOf(deps, target.appid, c.env?.address);
    const answer = door && verifyEcho(door.keys, target.query);
    return answer === undefined ? c.body(null, 403) : c.text(answer);
  });
  return routes;
}

interface Knock extends PushTarget {
  readonly request: Request;
  readonly env: Env;
  readonly requestId: string;
}

interface Answer {
  readonly status: 200 | 403 | 413 | 500 | 503;
  readonly contentType?: string;
  readonly body?: string;
}

/** Answers the request if it is a push, past any router. */
export function createPushDoor(deps: HttpDeps): (request: Request, env: Env) => Promise<Response> | undefined {
  const fixed = guardHeaders(deps.origin);
  return (request, env) => {
    const target = request.method === "POST" ? readTarget(request.url) : undefined;
    return target && enter(deps, fixed, { ...target, request, env, requestId: randomToken(deps.random, 9) });
  };
}

async function enter(deps: HttpDeps, fixed: Readonly<Record<string, string>>, knock: Knock): Promise<Response> {
  const { status, contentType, body = "" } = await answered(deps, knock);
  const headers = {
    ...{ "X-Request-Id": knock.requestId, ...fixed },
    ...(contentType ? { "Content-Type": contentType } : {}),
    ...(status === 503 ? { Connection: "close" } : {}),
  };
  return knock.env.exchange?.answer(status, headers, body) ?? new Response(body, { status, headers });
}

async function answered(deps: HttpDeps, knock: Knock): Promise<Answer> {
  try {
    return await push(deps, knock);
  } catch (error) {
    deps.log.error({ err: error, requestId: knock.requestId }, "a push could not be read");
    return { status: 500 };
  }
}

const refusal: Answer = { status: 403 };

/** The source whose door this is, where this client may knock. */
function doorOf({ pushes, login }: HttpDeps, appid: string, address: string | undefined) {
  const door = pushes.get(appid);
  const source = login.sources.get(appid);
  const allowed = door?.allows?.(address) ?? true;
  return door && source && allowed ? { keys: door.keys, source } : undefined;
}

async function push(deps: HttpDeps, knock: Knock): Promise<Answer> {
  const door = doorOf(deps, knock.appid, knock.env.address);
  if (!door) return refusal;
  const { keys } = door;
  const body = await readBody(knock, maxPushBytes(keys.mode));
  if (body === undefined) return { status: 413 };
  const opened = openPush(keys, knock.query, body, deps.now());
  if (opened.ok) return deal(deps, knock, door, opened.push);
  deps.log.warn({ appid: keys.appid, reason: opened.reason, requestId: knock.requestId }, "a push was refused");
  return refusal;
}

interface Door {
  readonly keys: PushSource["keys"];
  readonly source: Source;
}

async function deal(deps: HttpDeps, knock: Knock, { keys, source }: Door, push: Push): Promise<Answer> {
  const { query, requestId, request } = knock;
  const nonce = keys.mode === "plain" ? { nonce: `${query.timestamp} ${query.nonce}` } : {};
  const received = await hold(deps, { requestId, request }, () => deps.login.receive({ source, push, ...nonce }));
  if (!received) return { status: 503 };
  if ("refused" in received) return refusal;
  const openid = masked(push.openId);
  deps.log.info({ appid: keys.appid, openid, event: push.event ?? push.type, requestId }, "a push was dealt with");
  try {
    return { status: 200, ...encodeReply(keys, push, received.reply, query.nonce ?? "", deps.clock, deps.random) };
  } catch (error) {
    // A reply that WeChat would not take, such as a text of over 2048 bytes: its effect stands all the same.
    deps.log.error({ err: error, appid: keys.appid }, "a reply could not be sent");
    return { status: 200, contentType: "text/plain; charset=utf-8", body: "success" };
  }
}

/** What is too large has a status of its own; what is not text at all is refused with the forgeries. */
async function readBody({ request, env }: Knock, limit: number): Promise<string | undefined> {
  if (!env.exchange) return readText(request, limit).catch(empty);
  // Who leaves in the middle is nobody's error, and could fill the log with them.
  const bytes = await env.exchange.body(limit).catch(() => new Uint8Array());
  return bytes && (isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "");
}

function empty(error: unknown): string | undefined {
  if (error instanceof SaomaError && error.code === "too_large") return undefined;
  if (error instanceof SaomaError) return "";
  throw error;
}
