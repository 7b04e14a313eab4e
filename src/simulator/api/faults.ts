import type { MiddlewareHandler } from "hono";
import { sleep } from "../../base/clock.ts";
import type { Fault } from "../faults.ts";
import type { Simulation } from "../simulation.ts";
import type { ApiEnv } from "./call.ts";
import { WechatFailure } from "./errors.ts";

/** A fault cut the connection. In process, `fetch` rejects with this error. */
class ConnectionLost extends Error {
  override name = "ConnectionLost";
}

/** Applies the faults of `POST /_sim/faults` to WeChat's responses. */
export function spoilCalls(sim: Simulation): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    // The authorize page applies an errcode itself, because it shows the error as a page.
    const isPage = c.req.path === "/connect/oauth2/authorize";
    const fault = sim.faults.take(c.req.path, isPage ? ["delay", "drop", "status", "garbage"] : undefined);
    if (fault === undefined) return next();
    if (fault.kind === "delay") {
      await sleep(sim.clock, fault.ms);
      return next();
    }
    if (fault.kind === "drop") {
      c.env.drop?.();
      throw new ConnectionLost(`a fault cut ${c.req.path} off`);
    }
    return spoiled(fault);
  };
}

function spoiled(fault: Fault): Response {
  if (fault.kind === "errcode") throw new WechatFailure(fault.errcode);
  const status = fault.kind === "status" ? fault.status : 200;
  const body = [204, 205, 304].includes(status) ? null : "<html><body><h1>Bad Gateway</h1></body></html>";
  return new Response(body, { status, headers: { "content-type": "text/html" } });
}
