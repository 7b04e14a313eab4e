// The routes of `/admin/v1/accounts`.
import { Hono } from "hono";
import type { z } from "zod";
import { SaomaError } from "../../domain/errors.ts";
import { groupName } from "../../domain/group.ts";
import { readPhone } from "../../domain/phone.ts";
import { InvalidRequest } from "../../http/problem.ts";
import type { LostMark } from "../../login/operator/lost-wechats.ts";
import type { AccountPlace } from "../../login/operator/search-accounts.ts";
import { listPage, searchAccounts } from "../../wire/admin.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { creationPlace, namePlace, readCursor, writeCursor } from "../cursor.ts";
import { readQuery } from "../query.ts";
import { viewAccount, viewIdentity, viewInvitation, viewOperatorSession, viewRemoval } from "../views.ts";

/** `/admin/v1/accounts`: find accounts, show one, end its sessions, delete it, and change it. */
export function accountRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", (c) => search(c, deps));
  routes.get("/:id", (c) => look(c, deps));
  routes.delete("/:id", (c) => erase(c, deps));
  routes.get("/:id/sessions", (c) => listSessions(c, deps));
  routes.delete("/:id/sessions", (c) => endSessions(c, deps));
  routes.delete("/:id/sessions/:session", (c) => endSession(c, deps));
  routes.put("/:id/suspension", (c) => suspend(c, deps));
  routes.delete("/:id/suspension", (c) => unsuspend(c, deps));
  routes.post("/:id/invitations", (c) => invite(c, deps));
  routes.delete("/:id/invitations", (c) => cancelInvitation(c, deps));
  routes.put("/:id/groups/:group", (c) => addToGroup(c, deps));
  routes.delete("/:id/groups/:group", (c) => removeFromGroup(c, deps));
  routes.delete("/:id/identities/:identity", (c) => removeIdentity(c, deps));
  routes.put("/:id/identities/:identity/lost", (c) => mark(c, deps, "lost"));
  routes.delete("/:id/identities/:identity/lost", (c) => mark(c, deps, "found"));
  return routes;
}

async function search(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const { cursor, limit, openid: openId, unionid: unionId, phone: typed, id, name } = readQuery(c, searchAccounts);
  const phone = typed === undefined ? undefined : readNumber(typed);
  const places: z.ZodType<AccountPlace> = name === undefined ? creationPlace : namePlace;
  const after = readCursor(cursor, places);
  const { rows, next } = await operator.search({ id, name, openId, unionId, phone }, { after, limit });
  return c.json({ accounts: rows.map(viewAccount), ...nextOf(next) });
}

function readNumber(typed: string): string {
  const phone = readPhone(typed);
  if (phone === undefined) throw new InvalidRequest([{ path: "phone", message: "Not a valid phone number." }]);
  return phone;
}

const nextOf = (place: object | undefined): { next?: string } =>
  place === undefined ? {} : { next: writeCursor(place) };

/** Returns the account of the path, or throws `account_not_found`. */
async function required(c: AdminContext, { operator }: AdminDeps) {
  const seen = await operator.account(c.req.param("id") ?? "");
  if (!seen) throw new SaomaError("account_not_found");
  return seen;
}

async function look(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account, identities } = await required(c, deps);
  const sessions = await sessionsPage(c, deps, account.id);
  const groups = await deps.operator.groupsOf(account.id);
  const invitation = await deps.operator.invitation(account.id);
  return c.json({
    account: viewAccount(account),
    identities: identities.map(viewIdentity),
    groups,
    ...(invitation ? { invitation: viewInvitation(invitation) } : {}),
    ...sessions,
  });
}

async function listSessions(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account } = await required(c, deps);
  return c.json(await sessionsPage(c, deps, account.id));
}

async function sessionsPage(c: AdminContext, { operator, now }: AdminDeps, accountId: string) {
  const { cursor, limit } = readQuery(c, listPage);
  const { rows, next } = await operator.sessions(accountId, { after: readCursor(cursor, creationPlace), limit });
  return { sessions: rows.map((session) => viewOperatorSession(session, now())), ...nextOf(next) };
}

async function endSessions(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const ended = await operator.endSessions(c.req.param("id") ?? "", c.get("administrator"));
  if (ended === undefined) throw new SaomaError("account_not_found");
  return c.json({ ended });
}

async function endSession(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account } = await required(c, deps);
  const isEnded = await deps.operator.endSession(account.id, c.req.param("session") ?? "", c.get("administrator"));
  if (!isEnded) throw new SaomaError("session_not_found");
  return c.body(null, 204);
}

async function suspend(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const isDone = await operator.suspend(c.req.param("id") ?? "", c.get("administrator"));
  if (isDone === undefined) throw new SaomaError("account_not_found");
  return c.body(null, 204);
}

async function unsuspend(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const isDone = await operator.unsuspend(c.req.param("id") ?? "", c.get("administrator"));
  if (isDone === undefined) throw new SaomaError("account_not_found");
  return c.body(null, 204);
}

async function invite(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const by = { ...c.get("administrator"), waits: true };
  const invitation = await operator.invite(c.req.param("id") ?? "", by);
  if (!invitation) throw new SaomaError("account_not_found");
  return c.json({ code: invitation.code, ...viewInvitation(invitation) }, 201);
}

async function cancelInvitation(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const isDone = await operator.cancelInvitation(c.req.param("id") ?? "", c.get("administrator"));
  if (isDone === undefined) throw new SaomaError("account_not_found");
  return c.body(null, 204);
}

async function removeIdentity(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account } = await required(c, deps);
  const id = c.req.param("identity") ?? "";
  const done = await deps.operator.removeIdentity(account.id, id, { ...c.get("administrator"), waits: true });
  if (done === undefined) throw new SaomaError("identity_not_found");
  if (done === "last") throw new SaomaError("last_identity");
  return done === "removed" ? c.body(null, 204) : c.json(viewRemoval(done), 202);
}

async function mark(c: AdminContext, deps: AdminDeps, mark: LostMark): Promise<Response> {
  const { account } = await required(c, deps);
  const how = { ...c.get("administrator"), mark };
  const isDone = await deps.operator.markWechat(account.id, c.req.param("identity") ?? "", how);
  if (!isDone) throw new SaomaError("identity_not_found");
  return c.body(null, 204);
}

async function addToGroup(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account } = await required(c, deps);
  await deps.operator.addToGroup({ accountId: account.id, group: groupIn(c) }, c.get("administrator"));
  return c.body(null, 204);
}

async function removeFromGroup(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { account } = await required(c, deps);
  await deps.operator.removeFromGroup({ accountId: account.id, group: groupIn(c) }, c.get("administrator"));
  return c.body(null, 204);
}

function groupIn(c: AdminContext): string {
  const group = c.req.param("group") ?? "";
  if (!groupName.test(group)) {
    throw new InvalidRequest([{ path: "group", message: "must be lower-case letters, digits and dashes" }]);
  }
  return group;
}

async function erase(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const deleted = await operator.erase(c.req.param("id") ?? "", c.get("administrator"));
  if (!deleted) throw new SaomaError("account_not_found");
  return c.json({ deleted });
}
