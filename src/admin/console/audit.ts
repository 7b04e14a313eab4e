// The console's audit log.
import { Hono } from "hono";
import { raw as unescaped } from "hono/html";
import type { AuditLine, AuditSearch, AuditState } from "../../domain/audit.ts";
import type { Language } from "../../domain/language.ts";
import { type Html, html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { auditPlace, readCursor, writeCursor } from "../cursor.ts";
import { viewAuditLine } from "../views.ts";
import { actionWords, actorWords, auditActions } from "./audit-texts.ts";
import { instantOf, type Spoken, showPage, spoken, timeOf } from "./page.ts";

const limit = 50;

/** The number of lines that a download reads at a time. */
const batch = 1_000;

/** The routes of the audit log: the lines, newest first and filtered by actor and action, and all of them as a file. */
export function auditPages(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", (c) => showAudit(c, deps));
  routes.get("/download", (c) => download(c, deps));
  return routes;
}

function searchIn(c: AdminContext): AuditSearch {
  const actor = (c.req.query("who") ?? "").trim().slice(0, 256);
  const action = auditActions.find((one) => one === c.req.query("what"));
  return { ...(actor === "" ? {} : { actor }), ...(action === undefined ? {} : { action }) };
}

async function showAudit(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const words = spoken(c);
  const search = searchIn(c);
  const before = readCursor(c.req.query("cursor"), auditPlace)?.seq ?? Number.MAX_SAFE_INTEGER;
  const found = await operator.latestAudit(search, before, limit + 1);
  const lines = found.slice(0, limit);
  const last = lines.at(-1);
  const query = new URLSearchParams({ who: search.actor ?? "", what: search.action ?? "" });
  const next = found.length > limit && last ? `${query}&cursor=${writeCursor({ seq: last.seq })}` : undefined;
  const content = html`${filters(search, words)}
${lines.length === 0 ? html`<p>${words.say("noAudit")}</p>` : html`<ul class="rows">${lines.map((line) => row(line, words))}</ul>`}
<p class="acts below">${next === undefined ? "" : html`<a class="button" href="/console/audit?${next}">${words.say("more")}</a>`}
<a class="button" href="/console/audit/download?${String(query)}">${words.say("download")}</a></p>`;
  return showPage(c, c.get("visit"), { title: words.say("audit"), section: "audit", content });
}

const chosen = (is: boolean): Html => (is ? html`${unescaped(" selected")}` : html``);

const filters = ({ actor = "", action }: AuditSearch, { say, language }: Spoken): Html =>
  html`<form class="search several" role="search" method="get" action="/console/audit">
<input name="who" value="${actor}" aria-label="${say("auditWho")}" placeholder="${say("auditWho")}">
<select name="what" aria-label="${say("auditWhat")}"><option value="">${say("everything")}</option>
${auditActions.map((one) => html`<option value="${one}"${chosen(one === action)}>${actionWords(one, language)}</option>`)}</select>
<button class="main">${say("show")}</button>
</form>`;

function row({ at, actor, action, accountId, target, before, after }: AuditLine, { say, language }: Spoken): Html {
  const person =
    accountId === undefined
      ? ""
      : html`<a href="/console/people/${encodeURIComponent(accountId)}"><code>${accountId}</code></a>`;
  return html`<li><span class="grow"><strong>${actorWords(actor, language)}</strong>${raw(actor, language)} ${actionWords(action, language)}
${target === undefined ? "" : html`<code>${target}</code>`} ${person}
${states(say("before"), before)}${states(say("after"), after)}</span>
${timeOf(at)}</li>`;
}

/** The stored name beside its words: the filter takes that one. */
const raw = (actor: string, language: Language): Html =>
  actorWords(actor, language) === actor ? html`` : html` <code class="quiet">${actor}</code>`;

const states = (label: string, state: AuditState | undefined): Html =>
  state === undefined
    ? html``
    : html`<br><span class="quiet">${label}: ${Object.entries(state)
        .map(([name, value]) => `${name} ${shownOf(name, value)}`)
        .join(", ")}</span>`;

/** Times are stored as milliseconds, and named so: `validFrom`, `expiresAt`. */
const shownOf = (name: string, value: AuditState[string]): string =>
  typeof value === "number" && /(At|From|Until)$/.test(name) ? instantOf(value) : String(value);

/** Streams the whole log as JSON Lines, newest first, as `saoma audit` prints it. */
function download(c: AdminContext, { operator }: AdminDeps): Response {
  const search = searchIn(c);
  let before = Number.MAX_SAFE_INTEGER;
  const lines = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const page = await operator.latestAudit(search, before, batch);
      before = page.at(-1)?.seq ?? 0;
      const text = page.map((line) => `${JSON.stringify(viewAuditLine(line))}\n`).join("");
      if (text !== "") controller.enqueue(new TextEncoder().encode(text));
      if (page.length < batch) controller.close();
    },
  });
  c.header("Content-Type", "application/jsonl; charset=utf-8");
  c.header("Content-Disposition", "attachment; filename=audit.jsonl");
  return c.body(lines);
}
