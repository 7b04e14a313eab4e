import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import type { Bindings, HttpDeps } from "../context.ts";

/** `/MP_verify_*.txt`: the file by which WeChat verifies that the operator owns the domain. */
export function mpVerifyRoutes({ mpVerify }: Pick<HttpDeps, "mpVerify">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/:file{MP_verify_[A-Za-z0-9]+\\.txt}", (c) => {
    const name = c.req.param("file");
    const content = Object.hasOwn(mpVerify, name) ? mpVerify[name] : undefined;
    if (content === undefined) throw new SaomaError("not_found");
    return c.text(content);
  });
  return routes;
}
