import { Hono } from "hono";
import { sha256 } from "../../base/bytes.ts";
import type { Bindings, HttpDeps } from "../context.ts";

/**
 * `/saoma-login.js`: the widget as one module script, for pages of any origin, which is why it alone may be
 * kept and read by all.
 */
export function widgetRoutes({ widget }: Pick<HttpDeps, "widget">): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const etag = `"${sha256(widget).slice(0, 22)}"`;
  routes.get("/saoma-login.js", (c) => {
    c.header("Access-Control-Allow-Origin", "*");
    c.header("Cross-Origin-Resource-Policy", "cross-origin");
    c.header("Cache-Control", "public, max-age=600");
    c.header("ETag", etag);
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    return c.body(widget, 200, { "Content-Type": "text/javascript; charset=utf-8" });
  });
  return routes;
}
