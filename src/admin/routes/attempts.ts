import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import { searchAttempts } from "../../wire/admin.ts";
import type { AdminBindings, AdminDeps } from "../context.ts";
import { creationPlace, readCursor, writeCursor } from "../cursor.ts";
import { readQuery } from "../query.ts";
import { viewAttempt, viewLogEntry } from "../views.ts";

/** `/admin/v1/attempts`: attempts with their results and logs. */
export function attemptLogRoutes({ operator }: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", async (c) => {
    const { cursor, limit, account: accountId, openid: openId, status } = readQuery(c, searchAttempts);
    const after = readCursor(cursor, creationPlace);
    const { rows, next } = await operator.attempts({ accountId, openId, status }, { after, limit });
    return c.json({ attempts: rows.map(viewAttempt), ...(next ? { next: writeCursor(next) } : {}) });
  });
  routes.get("/:id", async (c) => {
    const logged = await operator.attempt(c.req.param("id"));
    if (!logged) throw new SaomaError("attempt_not_found");
    return c.json({ attempt: viewAttempt(logged), log: logged.entries.map(viewLogEntry) });
  });
  return routes;
}
