import { Hono } from "hono";
import { listPage } from "../../wire/admin.ts";
import type { AdminBindings, AdminDeps } from "../context.ts";
import { auditPlace, readCursor, writeCursor } from "../cursor.ts";
import { readQuery } from "../query.ts";
import { viewAuditLine } from "../views.ts";

/** `/admin/v1/audit`: what operators changed. No route changes the audit log itself. */
export function auditRoutes({ operator }: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", async (c) => {
    const { cursor, limit } = readQuery(c, listPage);
    const found = await operator.audit(readCursor(cursor, auditPlace)?.seq ?? 0, limit + 1);
    const lines = found.slice(0, limit);
    const last = lines.at(-1);
    const next = found.length > limit && last ? { next: writeCursor({ seq: last.seq }) } : {};
    return c.json({ lines: lines.map(viewAuditLine), ...next });
  });
  return routes;
}
