// The console's list of people.
import { Hono } from "hono";
import type { Account } from "../../domain/account.ts";
import { SaomaError } from "../../domain/errors.ts";
import { readPhone } from "../../domain/phone.ts";
import { type Html, html } from "../../http/html.ts";
import type { AccountPlace } from "../../login/operator/search-accounts.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { creationPlace, namePlace, readCursor, writeCursor } from "../cursor.ts";
import { showAccount } from "./account.ts";
import { showConflicts } from "./conflicts.ts";
import { showPage, spoken, timeOf } from "./page.ts";
import type { Say } from "./texts.ts";

const limit = 50;

/** The routes of the list of people with its search, and of an account. */
export function peoplePages(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", (c) => showPeople(c, deps));
  routes.get("/conflicts", (c) => showConflicts(c, deps));
  routes.get("/:id", (c) => showAccount(c, deps, c.req.param("id")));
  routes.get("/:id/export", (c) => exportAccount(c, deps, c.req.param("id")));
  return routes;
}

async function showPeople(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { say } = spoken(c);
  const asked = (c.req.query("q") ?? "").trim().slice(0, 256);
  const { rows, next } = await found(deps, asked, c.req.query("cursor"));
  const content = html`<form class="search" role="search" method="get" action="/console/people">
<input type="search" name="q" value="${asked}" aria-label="${say("searchLabel")}" placeholder="${say("searchLabel")}">
<button class="main">${say("search")}</button>
</form>
<p><a href="/console/people/conflicts">${say("conflicts")}</a></p>
${rows.length === 0 ? html`<p>${say("nobody")}</p>` : html`<ul class="rows">${rows.map((account) => row(account, say))}</ul>`}
${next === undefined ? "" : html`<p><a class="button" href="/console/people?q=${encodeURIComponent(asked)}&cursor=${next}">${say("more")}</a></p>`}`;
  return showPage(c, c.get("visit"), { title: say("people"), section: "people", content });
}

/** Finds accounts by an exact id, openid, unionid or phone first, then by the beginning of the name. */
async function found({ operator }: AdminDeps, asked: string, cursor: string | undefined) {
  const after = readCursor<AccountPlace>(cursor, asked === "" ? creationPlace : namePlace);
  const phone = readPhone(asked);
  const own =
    after || asked === "" ? [] : [{ id: asked }, { openId: asked }, { unionId: asked }, ...(phone ? [{ phone }] : [])];
  const known = (await Promise.all(own.map((search) => operator.search(search, { limit })))).flatMap(
    ({ rows }) => rows,
  );
  const listed = await operator.search(asked === "" ? {} : { name: asked }, { after, limit });
  const rows = [...new Map([...known, ...listed.rows].map((account) => [account.id, account])).values()];
  return { rows, next: listed.next && writeCursor(listed.next) };
}

const row = ({ id, name, createdAt, lastSignInAt, suspendedAt }: Account, say: Say): Html => html`<li>
<span class="grow"><a href="/console/people/${encodeURIComponent(id)}">${name || id}</a>
${suspendedAt === undefined ? "" : html`<span class="tag no">${say("suspended")}</span>`}<br>
<code class="quiet">${id}</code></span>
<span class="quiet">${lastSignInAt === undefined ? say("neverHere") : timeOf(lastSignInAt)}</span>
<span class="quiet" hidden>${timeOf(createdAt)}</span>
</li>`;

async function exportAccount(c: AdminContext, { operator }: AdminDeps, id: string): Promise<Response> {
  const file = await operator.file(id);
  if (!file) throw new SaomaError("account_not_found");
  await operator.noteExport(file.account.id, { actor: c.get("visit").actor });
  c.header("Content-Disposition", "attachment; filename=account.json");
  return c.json({ account: file.account.id, tables: file.rows });
}
