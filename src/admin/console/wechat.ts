// The screen WeChat: what the doctor found, and what this process knows of each source.
import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import { type Html, html } from "../../http/html.ts";
import type { PushCount, Refusal } from "../../http/push-probe.ts";
import type { AdminBindings, AdminContext, AdminDeps, SourceSeen } from "../context.ts";
import { abilitiesPart } from "./abilities.ts";
import { doctorPart } from "./doctor.ts";
import { failedCallsPart } from "./failed-calls.ts";
import { type Spoken, showPage, spoken, timeOf } from "./page.ts";
import { kindWords, refusalWords } from "./wechat-texts.ts";

/** The doctor, and each source with its pushes, refusals, token, quotas, abilities and failed calls. */
export function wechatPages(deps: AdminDeps): Hono<AdminBindings> {
  return new Hono<AdminBindings>()
    .get("/", (c) => showSources(c, deps))
    .post("/doctor", (c) => {
      if (!deps.doctor) throw new SaomaError("not_found");
      deps.doctor.begin();
      return c.redirect("/console/wechat?doctor#doctor", 303);
    });
}

/** While the doctor that was asked for is at work, the page comes again with what it has found; in seconds. */
const refreshEvery = 2;

async function showSources(c: AdminContext, { sources, doctor }: AdminDeps): Promise<Response> {
  const words = spoken(c);
  const visit = c.get("visit");
  const seen = await sources();
  const since = seen[0]?.pushes.since;
  const round = doctor?.latest();
  if (c.req.query("doctor") !== undefined && round && round.endedAt === undefined)
    c.header("Refresh", String(refreshEvery));
  const content = html`${doctorPart(doctor, visit.right === "write", words)}
${seen.map((source) => section(source, words))}
<p class="quiet below">${since === undefined ? "" : words.say("wechatSince", { at: clockOf(since) })}</p>`;
  return showPage(c, visit, { title: words.say("wechat"), section: "wechat", content });
}

const clockOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

const section = (source: SourceSeen, words: Spoken): Html => html`<section>
<h2>${source.name} <code>${source.appid}</code> <span class="tag">${kindWords(source.kind, words.language)}</span></h2>
<dl class="card">${source.pushUrl === undefined ? noPushes(words) : pushes(source, source.pushUrl, words)}
${tokenRows(source, words)}
${source.quotas.map(
  ({ endpoint, used, limit }) =>
    html`<dt>${words.say("quota")}</dt><dd>${words.say("quotaOf", { endpoint, used: String(used), limit: String(limit) })}</dd>`,
)}</dl>
${refused(source.pushes, words)}
${failedCallsPart(source.failures, words)}
${abilitiesPart(source.abilities, words)}
</section>`;

const noPushes = ({ say }: Spoken): Html => html`<dt>${say("serverUrl")}</dt><dd>${say("noPushes")}</dd>`;

const pushes = ({ pushes: { taken, takenAt }, ipList }: SourceSeen, url: string, { say }: Spoken): Html =>
  html`<dt>${say("serverUrl")}</dt><dd><code>${url}</code></dd>
<dt>${say("lastPush")}</dt><dd>${takenAt === undefined ? say("noPush") : html`${timeOf(takenAt)} <span class="tag good">✓</span>`}</dd>
<dt>${say("pushesTaken")}</dt><dd>${taken}</dd>
<dt>${say("ipListOf")}</dt><dd>${ipList === undefined ? say("anyAddress") : ipList.join(", ")}</dd>`;

function tokenRows({ hasToken, token }: SourceSeen, { say }: Spoken): Html {
  if (!hasToken) return html``;
  const minutes = (seconds: number): string => String(Math.round(seconds / 60));
  if (!token) return html`<dt>${say("tokenLeft")}</dt><dd>${say("noToken")}</dd>`;
  const age =
    token.age === undefined
      ? ""
      : html`<dt>${say("tokenAge")}</dt><dd>${say("minutesAgo", { count: minutes(token.age) })}</dd>`;
  return html`<dt>${say("tokenLeft")}</dt><dd>${say("minutes", { count: minutes(token.left) })}</dd>${age}`;
}

/** Says why pushes were refused, and what to check. */
function refused({ refused }: PushCount, { say, language }: Spoken): Html {
  const rows = Object.entries(refused) as [Refusal, { readonly times: number; readonly at: number }][];
  if (rows.length === 0) return html``;
  return html`<h3>${say("refusals")}</h3><ul class="rows">${rows.map(
    ([reason, { times, at }]) => html`<li><span class="grow">${refusalWords(reason, language)}</span>
<span class="tag no">${say("refusedTimes", { count: String(times), at: clockOf(at) })}</span></li>`,
  )}</ul>`;
}
