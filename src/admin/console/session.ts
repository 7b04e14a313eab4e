import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { SaomaError } from "../../domain/errors.ts";
import type { ConsoleAttempt } from "../../login/operator/console-by-wechat.ts";
import type { AdminBindings, AdminContext, AdminDeps, ConsoleVisit } from "../context.ts";

type Visited = Pick<AdminDeps, "operator" | "origin">;

/** `__Host-` binds a cookie to this host over https. Plain http is used only on loopback. */
const cookieName = ({ origin = "" }: Visited): string =>
  origin.startsWith("https:") ? "__Host-saoma_console" : "saoma_console";

const attributes = ({ origin = "" }: Visited) =>
  ({ path: "/", httpOnly: true, sameSite: "Strict", secure: origin.startsWith("https:") }) as const;

/** How long a browser keeps the cookie of a sign-in, in seconds. The sign-in itself expires sooner. */
const attemptFor = 600;

const attemptName = (deps: Visited): string => `${cookieName(deps)}_attempt`;

/** Stores the claim in a cookie that only the console's own pages in this browser send. */
export const keepAttempt = (c: AdminContext, deps: Visited, { id, claim }: ConsoleAttempt): void =>
  setCookie(c, attemptName(deps), `${id}.${claim}`, { ...attributes(deps), maxAge: attemptFor });

export function ownAttempt(c: AdminContext, deps: Visited): ConsoleAttempt | undefined {
  const [, id, claim] = /^([\w-]{1,64})\.([\w-]{1,64})$/.exec(getCookie(c, attemptName(deps)) ?? "") ?? [];
  return id === undefined || claim === undefined ? undefined : { id, claim };
}

export function forgetAttempt(c: AdminContext, deps: Visited): void {
  deleteCookie(c, attemptName(deps), attributes(deps));
}

export const keepVisit = (c: AdminContext, deps: Visited, token: string): void =>
  setCookie(c, cookieName(deps), token, attributes(deps));

/** Ends the session that this browser had, before a new one replaces it. */
export async function endSession(c: AdminContext, deps: Visited): Promise<void> {
  const token = getCookie(c, cookieName(deps));
  if (token !== undefined) await deps.operator.console.leave(token);
}

export async function endVisit(c: AdminContext, deps: Visited): Promise<void> {
  await endSession(c, deps);
  deleteCookie(c, cookieName(deps), attributes(deps));
}

export async function visitOf(c: AdminContext, deps: Visited): Promise<ConsoleVisit | undefined> {
  const token = getCookie(c, cookieName(deps));
  return token === undefined ? undefined : deps.operator.console.session(token);
}

/** The console's own forms send an `Origin`. A request without it may come from anywhere, and is refused. */
export const requireOrigin = createMiddleware<AdminBindings>(async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD" && c.req.header("origin") === undefined) {
    throw new SaomaError("host_not_ours");
  }
  return next();
});
