import type { Context, MiddlewareHandler } from "hono";
import type { Simulation } from "../simulation.ts";
import { refusal, requestId } from "./answer.ts";
import type { ApiEnv } from "./call.ts";
import type { WechatFailure } from "./errors.ts";
import { callerOf } from "./request.ts";

const began = new WeakMap<Request, number>();

/** Logs every call with its query, body and response. */
export function record(sim: Simulation): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    began.set(c.req.raw, sim.clock.now());
    await next();
    // The time of the world's clock, so that a client can notice that its own clock differs.
    c.header("Date", new Date(sim.clock.now()).toUTCString());
    const { pathname: path, search } = new URL(c.req.url);
    const text = await textOf(c.res);
    const { errcode, errmsg } = outcomeOf(text);
    sim.log.add({
      kind: "call",
      method: c.req.method,
      path,
      ip: c.env.ip,
      status: c.res.status,
      ...(errcode === undefined ? {} : { errcode, errmsg: errmsg ?? "" }),
      ...(search === "" ? {} : { query: search.slice(1) }),
      ...given("body", c.get("body") || undefined),
      ...given("answer", text),
      ...given("rid", c.get("rid")),
      ...given("check", c.get("check")),
    });
  };
}

const given = <K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });

/** The body of a response, if it is text: JSON, the `text/plain` of `/sns`, or a page. */
async function textOf(response: Response): Promise<string | undefined> {
  const type = response.headers.get("content-type") ?? "";
  return /^(application\/json|text\/)/.test(type) ? response.clone().text() : undefined;
}

function outcomeOf(text: string | undefined): { errcode?: number; errmsg?: string } {
  if (text === undefined || !text.startsWith("{")) return {};
  try {
    return JSON.parse(text) as { errcode?: number; errmsg?: string };
  } catch {
    return {};
  }
}

/** Responds to a call that is refused, and stores the call under its request id. */
export async function refuse(sim: Simulation, c: Context<ApiEnv>, failure: WechatFailure): Promise<Response> {
  const rid = requestId(sim.clock.seconds(), sim.random);
  const { pathname, search, searchParams } = new URL(c.req.url);
  const response = refusal(failure, rid, pathname);
  c.set("rid", rid);
  sim.refusedCalls.add({
    rid,
    path: pathname,
    appid: appidBehind(sim, searchParams),
    at: sim.clock.seconds(),
    ms: sim.clock.now() - (began.get(c.req.raw) ?? sim.clock.now()),
    query: search.slice(1),
    body: c.get("body") ?? "",
    answer: await response.clone().text(),
    ip: c.env.ip,
  });
  return response;
}

/** The caller: the account of the token, or of the appid in the query. */
function appidBehind(sim: Simulation, query: URLSearchParams): string | undefined {
  try {
    return callerOf(sim, query).appid;
  } catch {
    return sim.accounts.get(query.get("appid") ?? "")?.appid;
  }
}
