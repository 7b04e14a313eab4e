// The console's list of attempts, and the page of one.
import { Hono } from "hono";
import { raw } from "hono/html";
import type { AttemptLogEntry, LoggedAttempt } from "../../domain/attempt-log.ts";
import { SaomaError } from "../../domain/errors.ts";
import { type Html, html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { creationPlace, readCursor, writeCursor } from "../cursor.ts";
import { attemptRow } from "./attempt-row.ts";
import { type Spoken, showPage, spoken } from "./page.ts";
import { stateWords, stepWords, whyOf } from "./reasons.ts";
import { wayWords } from "./ways.ts";

const limit = 50;

/** The statuses that the list can be filtered by. */
const filters = ["redeemed", "declined", "expired", "cancelled"] as const;

/** The routes of the list of attempts, and of one attempt as a timeline. */
export function attemptPages(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/", (c) => showAttempts(c, deps));
  routes.get("/:id", (c) => showAttempt(c, deps, c.req.param("id")));
  return routes;
}

async function showAttempts(c: AdminContext, { operator }: AdminDeps): Promise<Response> {
  const { say, language } = spoken(c);
  const status = filters.find((one) => one === c.req.query("status"));
  const after = readCursor(c.req.query("cursor"), creationPlace);
  const { rows, next } = await operator.attempts({ status }, { after, limit });
  const query = status === undefined ? "" : `status=${status}&`;
  const content = html`<p class="filters">${filter(undefined, say("all"), status)}
${filters.map((one) => filter(one, stateWords(one, language), status))}</p>
${rows.length === 0 ? html`<p>${say("noAttempts")}</p>` : html`<ul class="rows">${rows.map((one) => attemptRow(one, language, say))}</ul>`}
${next === undefined ? "" : html`<p><a class="button" href="/console/attempts?${query}cursor=${writeCursor(next)}">${say("more")}</a></p>`}`;
  return showPage(c, c.get("visit"), { title: say("attempts"), section: "attempts", content });
}

const filter = (one: string | undefined, label: string, chosen: string | undefined): Html =>
  html`<a href="/console/attempts${one === undefined ? "" : `?status=${one}`}"${one === chosen ? raw(' aria-current="true"') : ""}>${label}</a>`;

async function showAttempt(c: AdminContext, { operator }: AdminDeps, id: string): Promise<Response> {
  const logged = await operator.attempt(id);
  if (!logged) throw new SaomaError("attempt_not_found");
  const words = spoken(c);
  const content = html`<p class="card why${logged.status === "redeemed" ? "" : " bad"}">${whyOf(logged, words.language)}</p>
${facts(logged, words)}
<h2>${words.say("timeline")}</h2>
<ol class="timeline">${logged.entries.map((entry) => line(entry, words))}</ol>`;
  const title = `${words.say("attempts")} · ${stateWords(logged.status, words.language)}`;
  return showPage(c, c.get("visit"), { title, section: "attempts", content });
}

function facts(
  { id, applicationId, channel, browserName, openId, accountId, createdAt, endedAt }: LoggedAttempt,
  { say, language }: Spoken,
): Html {
  const took = endedAt === undefined ? undefined : ((endedAt - createdAt) / 1000).toFixed(1);
  return html`<dl class="card">
<dt>${say("application")}</dt><dd>${applicationId}</dd>
<dt>${say("way")}</dt><dd>${wayWords(channel, language)}</dd>
<dt>${say("browser")}</dt><dd>${browserName || say("unknownBrowser")}</dd>
${openId === undefined ? "" : html`<dt>${say("person")}</dt><dd><a href="/console/people?q=${encodeURIComponent(openId)}"><code>${openId}</code></a></dd>`}
${accountId === undefined ? "" : html`<dt>${say("account")}</dt><dd><a href="/console/people/${encodeURIComponent(accountId)}"><code>${accountId}</code></a></dd>`}
${took === undefined ? "" : html`<dt>${say("took")}</dt><dd>${say("seconds", { count: took })}</dd>`}
<dt>id</dt><dd><code>${id}</code></dd>
</dl>`;
}

const badSteps: ReadonlySet<string> = new Set(["declined", "expired", "cancelled"]);

function line(entry: AttemptLogEntry, words: Spoken): Html {
  const isBad =
    entry.kind === "refused" ||
    (entry.kind === "call" && entry.result !== 0) ||
    (entry.kind === "step" && badSteps.has(entry.step));
  const look = isBad ? "no" : entry.kind;
  const clock = new Date(entry.at).toISOString();
  return html`<li class="${look}"><time datetime="${clock}">${clock.slice(11, 21)}</time><span>${said(entry, words)}</span></li>`;
}

function said(entry: AttemptLogEntry, { say, language }: Spoken): string {
  if (entry.kind === "step") return stepWords(entry.step, language);
  if (entry.kind === "push") return say("push", { event: entry.event });
  if (entry.kind === "refused") return say("refusedRequest", { code: entry.code });
  if (entry.kind === "reply") return entry.text === "" ? say("noReply") : say("reply", { text: entry.text });
  const { endpoint, result, rid, ms } = entry;
  const values = {
    endpoint,
    ms: String(Math.round(ms)),
    result: String(result),
    rid: rid === undefined ? "" : ` (rid ${rid})`,
  };
  return say(result === 0 ? "callOk" : "callBad", values);
}
