import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Application } from "../../login/context.ts";
import type { WechatServerCall } from "../../login/wechat-server/authorize.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { answerEcho } from "../echo.ts";
import { readPushQuery } from "../push-target.ts";
import { createPushHandler, readPushRequest } from "./push.ts";

/** The messages of songquanpeng's wechat-server, which calling programs show to their users. */
const words = {
  "no-code": "无效的参数",
  suspended: "用户已被封禁",
  unauthorized: "无权进行此操作，未登录或 token 无效",
  forbidden: "无权进行此操作，未登录或 token 无效，或没有权限",
  unreachable: "获取 access_token 失败，请稍后重试",
} as const;

/** The lifetime of every access token, as WeChat sets it. */
const expiration = 7200;

/** The routes, by method and by the path after `/api/wechat/`. */
type Call = (c: HttpContext, deps: HttpDeps, application: Served) => Promise<Response> | Response;

/** An application that offers this protocol to a site. */
type Served = Application & Required<Pick<Application, "wechatServer">>;

/**
 * The base address of an application, and the root for the one that has it: what other programs and WeChat call.
 * Responses match wechat-server's byte for byte: keys in alphabetical order, and always status 200. The protocol is
 * not ours, so that our OpenAPI document leaves it out.
 */
export function wechatServerRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const calls = callsOf(createPushHandler(deps));
  const answer = (c: HttpContext, application: Application | undefined) => {
    const call = calls.get(`${c.req.method} ${c.req.param("call") ?? ""}`);
    if (!call || !isServed(application)) throw new SaomaError("not_found");
    return call(c, deps, application);
  };
  routes.all("/compat/wechat-server/:application/api/wechat/:call?", (c) =>
    answer(c, deps.login.applications.get(c.req.param("application"))),
  );
  routes.all("/api/wechat/:call?", (c) => answer(c, [...deps.login.applications.values()].find(isAtRoot)));
  return routes;
}

const isServed = (application: Application | undefined): application is Served =>
  application?.wechatServer !== undefined;

const isAtRoot = ({ wechatServer }: Application): boolean => wechatServer?.atRoot === true;

const callsOf = (push: ReturnType<typeof createPushHandler>): ReadonlyMap<string, Call> =>
  new Map<string, Call>([
    ["GET user", lookUp],
    ["GET access_token", passAccessToken],
    ["GET ", checkUrl],
    ["POST ", (c, _deps, application) => takePush(c, push, application)],
  ]);

async function lookUp(c: HttpContext, { login }: HttpDeps, application: Served): Promise<Response> {
  const answer = await login.wechatServer.lookUp(application, { ...callOf(c), code: c.req.query("code") ?? "" });
  if (typeof answer === "string") return refuse(c, answer);
  return json(c, { data: answer.openId ?? "", message: "", success: true });
}

async function passAccessToken(c: HttpContext, { login }: HttpDeps, application: Served): Promise<Response> {
  const answer = await login.wechatServer.accessToken(application, callOf(c));
  if (typeof answer === "string") return refuse(c, answer);
  return json(c, { access_token: answer.accessToken, expiration, message: "", success: true });
}

const targetOf = (c: HttpContext, { wechatServer }: Served) => ({
  appid: wechatServer.source,
  ...readPushQuery(c.req.raw.url),
});

async function checkUrl(c: HttpContext, deps: HttpDeps, application: Served): Promise<Response> {
  const check = { ...targetOf(c, application), address: () => c.env?.address, requestId: c.get("requestId") };
  const echo = await answerEcho(deps, check);
  return echo === undefined ? c.body(null, 403) : c.text(echo);
}

async function takePush(
  c: HttpContext,
  push: ReturnType<typeof createPushHandler>,
  application: Served,
): Promise<Response> {
  const { status, contentType, body = "" } = await push(readPushRequest(c, targetOf(c, application)));
  if (status === 503) c.header("Connection", "close");
  // Where there is nothing to say, wechat-server says nothing: WeChat takes that as it takes `success`.
  if (status === 200 && body === "success") return c.body("");
  if (contentType) c.header("Content-Type", contentType);
  return c.body(body, status);
}

const callOf = ({ req, env }: HttpContext): WechatServerCall => ({
  authorization: req.header("authorization"),
  address: env?.address,
});

const refuse = (c: HttpContext, why: keyof typeof words | "too-many"): Response =>
  why === "too-many" ? c.body(null, 429) : json(c, { message: words[why], success: false });

function json(c: HttpContext, answer: object): Response {
  c.header("Content-Type", "application/json; charset=utf-8");
  return c.body(JSON.stringify(answer));
}
