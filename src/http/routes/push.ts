import { Hono } from "hono";
import { sleep } from "../../base/clock.ts";
import { errors, SaomaError } from "../../domain/errors.ts";
import type { Received } from "../../login/receive.ts";
import type { Source } from "../../login/setup.ts";
import { masked } from "../../ports/log.ts";
import { encodeReply, maxPushBytes, openPush, type Push, type PushQuery, verifyEcho } from "../../wechat/index.ts";
import { readText } from "../body.ts";
import type { Bindings, HttpContext, HttpDeps, PushSource } from "../context.ts";

/** `/wechat/{appid}/push`: the console's server URL. Whatever is refused is refused alike, and not told why. */
export function pushRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", (c) => echo(c, deps));
  routes.post("/", (c) => push(c, deps));
  return routes;
}

const refuse = (c: HttpContext): Response => c.body(null, 403);

/** The source whose door this is, where this client may knock. */
function doorOf(c: HttpContext, deps: HttpDeps): (PushSource & { source: Source }) | undefined {
  const appid = c.req.param("appid") ?? "";
  const door = deps.pushes.get(appid);
  const source = deps.login.sources.get(appid);
  const allowed = door?.allows?.(c.env?.address) ?? true;
  return door && source && allowed ? { ...door, source } : undefined;
}

function echo(c: HttpContext, deps: HttpDeps): Response {
  const door = doorOf(c, deps);
  const answer = door && verifyEcho(door.keys, queryOf(c));
  return answer === undefined ? refuse(c) : c.text(answer);
}

/** A parameter given twice is taken at its first. `openid` is not among them: the URL is not signed. */
function queryOf(c: HttpContext): PushQuery {
  const names = ["signature", "msg_signature", "timestamp", "nonce", "encrypt_type", "echostr"] as const;
  const given = names.map((name) => [name, c.req.query(name)]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

async function push(c: HttpContext, deps: HttpDeps): Promise<Response> {
  const door = doorOf(c, deps);
  if (!door) return refuse(c);
  const { keys, source } = door;
  const query = queryOf(c);
  const body = await readText(c.req.raw, maxPushBytes(keys.mode)).catch(empty);
  if (body === undefined) return c.body(null, 413);
  const opened = openPush(keys, query, body, deps.now());
  if (!opened.ok) {
    deps.log.warn({ appid: keys.appid, reason: opened.reason, requestId: c.get("requestId") }, "a push was refused");
    return refuse(c);
  }
  const nonce = keys.mode === "plain" ? `${query.timestamp} ${query.nonce}` : undefined;
  const received = await hold(c, deps, () =>
    deps.login.receive({ source, push: opened.push, ...(nonce === undefined ? {} : { nonce }) }),
  );
  if (!received) return c.body(null, 503, { Connection: "close" });
  return "refused" in received ? refuse(c) : reply(c, deps, door, opened.push, received.reply);
}

/** What is too large has a status of its own; what is not text at all is refused with the forgeries. */
function empty(error: unknown): string | undefined {
  if (error instanceof SaomaError && error.code === "too_large") return undefined;
  if (error instanceof SaomaError) return "";
  throw error;
}

function reply(
  c: HttpContext,
  deps: HttpDeps,
  { keys }: PushSource,
  push: Push,
  words: Extract<Received, { reply: unknown }>["reply"],
): Response {
  const nonce = c.req.query("nonce") ?? "";
  deps.log.info(
    { appid: keys.appid, openid: masked(push.openId), event: push.event ?? push.type, requestId: c.get("requestId") },
    "a push was dealt with",
  );
  try {
    const { contentType, body } = encodeReply(keys, push, words, nonce, deps.clock, deps.random);
    return c.body(body, 200, { "Content-Type": contentType });
  } catch (error) {
    // A reply that WeChat would not take, such as a text of over 2048 bytes: its effect stands all the same.
    deps.log.error({ err: error, appid: keys.appid }, "a reply could not be sent");
    return c.text("success");
  }
}

/** WeChat gives up on an answer after 5 s, and asks again; a quick 5xx it may take as final. */
const patience = { total: 4_900, between: 200, hangUpAfter: 10_000 };

/**
 * Tries until the push is dealt with or WeChat is about to hang up, and then lets it hang up, so that it
 * delivers again. Undefined, long after that, for a client that is not WeChat.
 */
async function hold(c: HttpContext, deps: HttpDeps, act: () => Promise<Received>): Promise<Received | undefined> {
  const { signal } = c.req.raw;
  const begun = deps.clock.now();
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === 1) deps.log.error({ err: error, requestId: c.get("requestId") }, "a push could not be dealt with");
      const left = begun + patience.total - deps.clock.now();
      if (isHopeless(error) || left < patience.between || signal.aborted) break;
      await sleep(deps.clock, patience.between, signal);
    }
  }
  await sleep(deps.clock, begun + patience.hangUpAfter - deps.clock.now(), signal);
  return undefined;
}

const isHopeless = (error: unknown): boolean => !(error instanceof SaomaError && errors[error.code].retryable);
