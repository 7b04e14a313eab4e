import { isIP } from "node:net";
import { createMiddleware } from "hono/factory";
import { randomToken } from "../base/bytes.ts";
import { SaomaError } from "../domain/errors.ts";
import { guardHeaders } from "../http/headers.ts";
import type { AdminBindings, AdminDeps } from "./context.ts";

/**
 * Before every route: the request's name in the log, the headers of every answer, and whether it is meant for us. A page
 * elsewhere can lead a browser here under a name of its own (DNS rebinding), or have it post here: the one is told by
 * `Host`, the other by `Origin`.
 */
export function guard({ random, scope, origin }: Pick<AdminDeps, "random" | "scope" | "origin">) {
  const fixed = Object.entries(guardHeaders(origin ?? ""));
  return createMiddleware<AdminBindings>(async (c, next) => {
    const requestId = randomToken(random, 9);
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    for (const [name, value] of fixed) c.header(name, value);
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (!isOurs(host, c.env.port, origin)) throw new SaomaError("host_not_ours");
    const from = c.req.header("origin");
    if (from !== undefined && !isOwnPage(from, c.env.port, origin)) throw new SaomaError("host_not_ours");
    return scope.run(requestId, next);
  });
}

/** The configured origin's host, or an address as it is written in numbers: a name is somebody's to point anywhere. */
function isOurs(host: string, port: number, origin: string | undefined): boolean {
  if (origin !== undefined && host === new URL(origin).host) return true;
  const asked = URL.parse(`http://${host}`);
  if (!asked || asked.host !== host.toLowerCase() || Number(asked.port || 80) !== port) return false;
  const name = asked.hostname.replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || isIP(name) !== 0;
}

const isOwnPage = (from: string, port: number, origin: string | undefined): boolean =>
  from === origin || (from.startsWith("http://") && isOurs(from.slice("http://".length), port, undefined));
