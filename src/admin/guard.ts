import { isIP } from "node:net";
import { createMiddleware } from "hono/factory";
import { randomToken } from "../base/bytes.ts";
import { SaomaError } from "../domain/errors.ts";
import { guardHeaders } from "../http/headers.ts";
import type { AdminBindings, AdminDeps } from "./context.ts";

/**
 * Runs before every route: sets the request id and the headers of every response, and refuses requests that are not meant
 * for this listener. A foreign page can make a browser call it under another host name (DNS rebinding) or post to it: the
 * first shows in `Host`, the second in `Origin`.
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
    if (from !== undefined && !isOwnPage(from, host, origin)) throw new SaomaError("host_not_ours");
    return scope.run(requestId, next);
  });
}

/** Accepts the configured origin's host, `localhost` or a numeric address. Any other name could be pointed here by its owner. */
function isOurs(host: string, port: number, origin: string | undefined): boolean {
  if (origin !== undefined && host === new URL(origin).host) return true;
  const asked = URL.parse(`http://${host}`);
  if (!asked || asked.host !== host.toLowerCase() || Number(asked.port || 80) !== port) return false;
  const name = asked.hostname.replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || isIP(name) !== 0;
}

/** Accepts pages of the host that the request names. A page at another numeric address with this port is foreign. */
const isOwnPage = (from: string, host: string, origin: string | undefined): boolean =>
  from === origin || from === `http://${host.toLowerCase()}`;
