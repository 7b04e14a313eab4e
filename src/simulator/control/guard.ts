import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
import { Refused } from "../refused.ts";

/**
 * Keeps pages of other sites from using the control and the phones of the user's own machine. The Host must be an
 * address, `localhost` or a name in `hosts`, so that foreign names that resolve to this machine are refused (DNS
 * rebinding). A change must come from the simulator's own page, a page on loopback, or no page at all.
 */
export function guard(hosts: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const host = c.req.header("host") ?? url.host;
    if (!isKnown(nameOf(host), hosts))
      throw new Refused(403, `the host name ${nameOf(host)} is not one of this simulator's`);
    if (isChange(c.req.method)) checkOrigin(c.req.header("origin"), host);
    await next();
  };
}

const isChange = (method: string): boolean => !["GET", "HEAD"].includes(method);

function checkOrigin(origin: string | undefined, host: string): void {
  if (origin === undefined) return;
  const from = URL.canParse(origin) ? new URL(origin) : undefined;
  if (from === undefined || (from.host !== host && !isLoopback(from.hostname)))
    throw new Refused(403, `pages of ${origin} may not control this simulator`);
}

/** The host of `host:port`, without the brackets of an IPv6 address. */
const nameOf = (host: string): string =>
  host
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();

const isKnown = (name: string, hosts: readonly string[]): boolean =>
  isIP(name) !== 0 || isLoopback(name) || hosts.includes(name);

const isLoopback = (name: string): boolean =>
  name === "localhost" ||
  name.endsWith(".localhost") ||
  /^\[?::1\]?$/.test(name) ||
  (isIP(name) === 4 && name.startsWith("127."));
