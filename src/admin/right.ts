import { createMiddleware } from "hono/factory";
import { equalInConstantTime, sha256 } from "../base/bytes.ts";
import type { AdminRight } from "../domain/admin-key.ts";
import { SaomaError } from "../domain/errors.ts";
import type { AdminBindings, AdminContext, AdminDeps, Administrator } from "./context.ts";

const firstKey: Administrator = { actor: "SAOMA_ADMIN_KEY", right: "write" };

/** Returns the caller if their key has the right. Throws `key_needed` or `key_may_not`. */
export async function requireRight(c: AdminContext, deps: AdminDeps, right: AdminRight): Promise<Administrator> {
  const key = /^Bearer ([\w.~+/-]{1,256}=*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const known = key === undefined ? undefined : await administratorOf(deps, key);
  if (!known) {
    // A browser that followed a link sends no key. A wrong key is a mistake or an attack, and is logged.
    if (key !== undefined) deps.log.warn({ requestId: c.get("requestId") }, "a key of the operator's was refused");
    c.header("WWW-Authenticate", "Bearer");
    throw new SaomaError("key_needed");
  }
  if (!allows(known, right)) throw new SaomaError("key_may_not");
  return known;
}

/**
 * Only the first key may do everything. The right `write` does not include `token`, which allows to act as the account
 * at WeChat.
 */
const allows = (known: Administrator, right: AdminRight): boolean =>
  known === firstKey || known.right === right || (known.right === "write" && right === "read");

const ofTokens = /^\/admin\/v1\/sources(\/|$)/;

/**
 * Runs before the routes of `/admin/v1`: sources need the right `token`, reading needs `read`, everything else `write`.
 */
export const keyed = (deps: AdminDeps) =>
  createMiddleware<AdminBindings>(async (c, next) => {
    c.set("administrator", await requireRight(c, deps, rightFor(c)));
    return next();
  });

const rightFor = (c: AdminContext): AdminRight =>
  ofTokens.test(c.req.path) ? "token" : isLook(c.req.method) ? "read" : "write";

const isLook = (method: string): boolean => method === "GET" || method === "HEAD";

async function administratorOf({ key, operator }: AdminDeps, given: string): Promise<Administrator | undefined> {
  // Both are hashed first: comparing them directly would reveal the length of the right one by its time.
  if (key && equalInConstantTime(sha256(given), sha256(key.reveal()))) return firstKey;
  const known = await operator.key(given);
  return known && { actor: known.label, right: known.right };
}
