// The screen WeChat: what this process knows of each source, and what to do about what was refused.
import { Hono } from "hono";
import { type Html, html } from "../../http/html.ts";
import type { PushCount, Refusal } from "../../http/push-probe.ts";
import type { AdminBindings, AdminContext, AdminDeps, SourceSeen } from "../context.ts";
import { type Spoken, showPage, spoken, timeOf } from "./page.ts";
import { refusalWords } from "./wechat-texts.ts";

/** Each source with its pushes, refusals, token and quotas. */
export function wechatPages(deps: AdminDeps): Hono<AdminBindings> {
  return new Hono<AdminBindings>().get("/", (c) => showSources(c, deps));
}

async function showSources(c: AdminContext, { sources }: AdminDeps): Promise<Response> {
  const words = spoken(c);
  const seen = await sources();
  const since = seen[0]?.pushes.since;
  const content = html`<p class="quiet">${since === undefined ? "" : words.say("wechatSince", { at: clockOf(since) })}</p>
${seen.map((source) => section(source, words))}
<p class="quiet below">${words.say("doctorHow")}</p>`;
  return showPage(c, c.get("visit"), { title: words.say("wechat"), section: "wechat", content });
}

const clockOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

const section = (source: SourceSeen, words: Spoken): Html => html`<section>
<h2>${source.name} <code>${source.appid}</code> <span class="tag">${source.kind}</span></h2>
<dl class="card">${source.pushUrl === undefined ? noPushes(words) : pushes(source, source.pushUrl, words)}
${tokenRows(source, words)}
${source.quotas.map(
  ({ endpoint, used, limit }) =>
    html`<dt>${words.say("quota")}</dt><dd>${words.say("quotaOf", { endpoint, used: String(used), limit: String(limit) })}</dd>`,
)}</dl>
${refused(source.pushes, words)}
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

/** Why pushes were refused, and where to look. */
function refused({ refused }: PushCount, { say, language }: Spoken): Html {
  const rows = Object.entries(refused) as [Refusal, { readonly times: number; readonly at: number }][];
  if (rows.length === 0) return html``;
  return html`<h3>${say("refusals")}</h3><ul class="rows">${rows.map(
    ([reason, { times, at }]) => html`<li><span class="grow">${refusalWords(reason, language)}</span>
<span class="tag no">${say("refusedTimes", { count: String(times), at: clockOf(at) })}</span></li>`,
  )}</ul>`;
}
