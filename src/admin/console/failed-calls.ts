import { type Html, html } from "../../http/html.ts";
import type { FailedCall } from "../../login/channels/failed-calls.ts";
import { troubleIn } from "../../login/channels/wechat-trouble.ts";
import { type Spoken, timeOf } from "./page.ts";

/** The calls that WeChat refused or did not answer: what it means, and what to do. */
export const failedCallsPart = (calls: readonly FailedCall[], words: Spoken): Html => {
  const { say } = words;
  const content = calls.length === 0 ? html`<p class="quiet">${say("noFailedCalls")}</p>` : rows(calls, words);
  return html`<h3>${say("failedCalls")}</h3>${content}`;
};

const rows = (calls: readonly FailedCall[], words: Spoken): Html =>
  html`<ul class="rows">${calls.map((call) => row(call, words))}</ul>`;

function row(call: FailedCall, { say, language }: Spoken): Html {
  const { message, remedy } = troubleIn(language, call);
  const rid = call.rid === undefined ? "" : html` · rid <code>${call.rid}</code>`;
  const times = call.times === 1 ? "" : html` · ${say("failedTimes", { count: String(call.times) })}`;
  const state = call.mendedAt === undefined ? "" : html` <span class="tag good">${say("workedSince")}</span>`;
  // What worked since, as a call with an expired token does when it is repeated, needs nothing done.
  const advice = call.mendedAt === undefined ? html`<span class="quiet">→ ${remedy}</span><br>` : "";
  return html`<li><span class="grow">${message}<br>${advice}
<code>${call.endpoint}</code> <span class="quiet">${timeOf(call.at)}${times}${rid}</span></span>${state}</li>`;
}
