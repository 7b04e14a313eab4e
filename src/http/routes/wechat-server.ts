import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Application } from "../../login/context.ts";
import type { WechatServerCall } from "../../login/wechat-server/authorize.ts";
import type { Bindings, HttpContext, HttpDeps } from "../context.ts";
import { answerEcho } from "../echo.ts";
import { readPushQuery } from "../push-target.ts";
import { createPushHandler, knockOf } from "./push.ts";

/** The words of songquanpeng's wechat-server, which the programs that call it show to people. */
const words = {
  "no-code": "无效的参数",
  unauthorized: "无权进行此操作，未登录或 token 无效",
  forbidden: "无权进行此操作，未登录或 token 无效，或没有权限",
  unreachable: "获取 access_token 失败，请稍后重试",
} as const;

/** WeChat's own, of every access token. */
const expiration = 7200;

/** The base address of an application, and the root for the one that has it. */
export function wechatServerRoutes(deps: HttpDeps): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const { applications } = deps.login;
  const atRoot = [...applications.values()].find(({ wechatServer }) => wechatServer?.atRoot);
  routes.route(
    "/compat/wechat-server/:application/api/wechat",
    apiOf(deps, (c) => applications.get(c.req.param("application") ?? "")),
  );
  if (atRoot)
    routes.route(
      "/api/wechat",
      apiOf(deps, () => atRoot),
    );
  return routes;
}

/**
 * The three routes that others' programs and WeChat call, byte for byte as wechat-server answers them: keys in the order
 * of the alphabet, and status 200 whatever came of it.
 */
function apiOf(deps: HttpDeps, find: (c: HttpContext) => Application | undefined): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const push = createPushHandler(deps);
  const required = (c: HttpContext) => {
    const application = find(c);
    if (!application?.wechatServer) throw new SaomaError("not_found");
    return { application, source: application.wechatServer.source };
  };
  routes.get("/user", async (c) => {
    const { application } = required(c);
    const code = c.req.query("code") ?? "";
    const answer = await deps.login.wechatServer.lookUp(application, { ...callOf(c), code });
    if (typeof answer === "string") return refuse(c, answer);
    return json(c, { data: answer.openId ?? "", message: "", success: true });
  });
  routes.get("/access_token", async (c) => {
    const answer = await deps.login.wechatServer.accessToken(required(c).application, callOf(c));
    if (typeof answer === "string") return refuse(c, answer);
    return json(c, { access_token: answer.accessToken, expiration, message: "", success: true });
  });
  routes.get("/", async (c) => {
    const target = { appid: required(c).source, query: readPushQuery(c.req.raw.url) };
    const asked = { ...target, address: () => c.env?.address, requestId: c.get("requestId") };
    const echo = await answerEcho(deps, asked);
    return echo === undefined ? c.body(null, 403) : c.text(echo);
  });
  routes.post("/", async (c) => {
    const target = { appid: required(c).source, query: readPushQuery(c.req.raw.url) };
    const { status, contentType, body = "" } = await push(knockOf(c, target));
    if (status === 503) c.header("Connection", "close");
    // Where there is nothing to say, wechat-server says nothing: WeChat takes that as it takes `success`.
    if (status === 200 && body === "success") return c.body("");
    if (contentType) c.header("Content-Type", contentType);
    return c.body(body, status);
  });
  return routes;
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
