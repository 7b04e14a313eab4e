import { Hono } from "hono";
import type { Caller } from "../caller.ts";
import type { Simulation } from "../simulation.ts";
import { answer, refusal, requestId } from "./answer.ts";
import { WechatFailure } from "./errors.ts";
import { spoilCalls } from "./faults.ts";
import { createQrcode } from "./qrcode/create-qrcode.ts";
import { showqrcode } from "./qrcode/showqrcode.ts";
import { callerOf, jsonBody, requireGet } from "./request.ts";
import { stableToken, token } from "./token/credentials.ts";

/** WeChat's own paths, of api.weixin.qq.com and mp.weixin.qq.com on one port. */
export function createApi(sim: Simulation): Hono<{ Bindings: Caller }> {
  const app = new Hono<{ Bindings: Caller }>();
  app.use(async (c, next) => {
    await next();
    await record(sim, c.req.raw, c.res, c.env.ip);
  });
  app.use(spoilCalls(sim));
  const addresses = (request: Request) => {
    callerOf(sim, new URL(request.url));
    requireGet(request);
    return answer({ ip_list: sim.settings.addresses });
  };

  app.all("/cgi-bin/token", (c) => {
    requireGet(c.req.raw);
    return token(sim, c.req.query(), c.env.ip);
  });
  app.all("/cgi-bin/stable_token", async (c) => stableToken(sim, await jsonBody(c.req.raw), c.env.ip));
  app.all("/cgi-bin/qrcode/create", async (c) => {
    const account = callerOf(sim, new URL(c.req.url));
    return createQrcode(sim, account, await jsonBody(c.req.raw));
  });
  app.get("/cgi-bin/showqrcode", (c) => showqrcode(sim, c.req.query("ticket") ?? ""));
  app.all("/cgi-bin/getcallbackip", (c) => addresses(c.req.raw));
  app.all("/cgi-bin/get_api_domain_ip", (c) => addresses(c.req.raw));

  app.notFound((c) => {
    sim.log.unknown(`${c.req.method} ${c.req.path}`);
    return refusal(new WechatFailure(40066), requestId(sim.clock.seconds(), sim.random));
  });
  app.onError((error) => {
    if (!(error instanceof WechatFailure)) throw error;
    return refusal(error, requestId(sim.clock.seconds(), sim.random));
  });
  return app;
}

async function record(sim: Simulation, request: Request, response: Response, ip: string): Promise<void> {
  const { pathname: path } = new URL(request.url);
  const json = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const { errcode, errmsg } = json ? ((await response.clone().json()) as { errcode?: number; errmsg?: string }) : {};
  const failure = errcode === undefined ? {} : { errcode, errmsg: errmsg ?? "" };
  sim.log.add({ kind: "call", method: request.method, path, ip, status: response.status, ...failure });
}
