import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { SaomaError } from "../../domain/errors.ts";
import type { AdminBindings, AdminContext, AdminDeps, ConsoleVisit } from "../context.ts";

type Visited = Pick<AdminDeps, "operator" | "origin">;

/** `__Host-` binds a cookie to this host over https; plain http is loopback's. */
const cookieName = ({ origin = "" }: Visited): string =>
  origin.startsWith("https:") ? "__Host-saoma_console" : "saoma_console";

const attributes = ({ origin = "" }: Visited) =>
  ({ path: "/", httpOnly: true, sameSite: "Strict", secure: origin.startsWith("https:") }) as const;

export const keepVisit = (c: AdminContext, deps: Visited, token: string): void =>
  setCookie(c, cookieName(deps), token, attributes(deps));

export async function endVisit(c: AdminContext, deps: Visited): Promise<void> {
  const token = getCookie(c, cookieName(deps));
  if (token !== undefined) await deps.operator.console.leave(token);
  deleteCookie(c, cookieName(deps), attributes(deps));
}

export async function visitOf(c: AdminContext, deps: Visited): Promise<ConsoleVisit | undefined> {
  const token = getCookie(c, cookieName(deps));
  return token === undefined ? undefined : deps.operator.console.session(token);
}

/** A form of ours names its origin; a request that names none may come from anywhere, and is refused. */
export const requireOrigin = createMiddleware<AdminBindings>(async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD" && c.req.header("origin") === undefined) {
    throw new SaomaError("host_not_ours");
  }
  return next();
});
