// The simulator's HTTP app for WeChat's API.
import { Hono } from "hono";
import { createOauthApp } from "../oauth/app.ts";
import type { Simulation } from "../simulation.ts";
import { type ApiEnv, serve } from "./call.ts";
import { endpoints } from "./endpoints.ts";
import { WechatFailure } from "./errors.ts";
import { spoilCalls } from "./faults.ts";
import { showqrcode } from "./qrcode/showqrcode.ts";
import { record, refuse } from "./record.ts";

/** Creates the app with WeChat's own paths, those of api.weixin.qq.com and mp.weixin.qq.com together. */
export function createApi(sim: Simulation): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(record(sim));
  app.use(spoilCalls(sim));
  for (const endpoint of endpoints) app.all(endpoint.path, serve(sim, endpoint));
  app.get("/cgi-bin/showqrcode", (c) => showqrcode(sim, c.req.query("ticket") ?? ""));
  app.route("/", createOauthApp(sim));
  app.notFound((c) => {
    sim.log.unknown(`${c.req.method} ${c.req.path}`);
    return refuse(sim, c, new WechatFailure(40066));
  });
  app.onError((error, c) => {
    if (!(error instanceof WechatFailure)) throw error;
    return refuse(sim, c, error);
  });
  return app;
}
