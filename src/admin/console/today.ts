// The console's first page: the last 24 hours.
import { Hono } from "hono";
import { funnelOf, hour, hourOf, medianSeconds, type SignInHour } from "../../domain/sign-in-hour.ts";
import { type Html, html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { failures } from "./failures.ts";
import { type Days, percent, seconds } from "./figures.ts";
import { hourChart } from "./hour-chart.ts";
import { type Spoken, showPage, spoken } from "./page.ts";
import type { Say, TextKey } from "./texts.ts";
import { wayTable } from "./way-table.ts";

const week = 7 * 24 * hour;
const shown = 24;

/** How often the page reloads itself, in seconds. */
const refreshEvery = 30;

/** The screen Today: the sign-ins of the last 24 hours, successful and failed. */
export function todayPage(deps: AdminDeps): Hono<AdminBindings> {
  return new Hono<AdminBindings>().get("/", (c) => showToday(c, deps));
}

/**
 * The page reloads itself only on request, by the `Refresh` header: the console has no scripts, and a reload moves a
 * screen reader back to the top, so users must be able to turn it off.
 */
async function showToday(c: AdminContext, { operator, now }: AdminDeps): Promise<Response> {
  const words = spoken(c);
  const isLive = c.req.query("live") !== undefined;
  if (isLive) c.header("Refresh", String(refreshEvery));
  const running = hourOf(now());
  const since = running - (shown - 1) * hour;
  const today = await operator.signInHours(since, running + hour);
  const weekAgo = await operator.signInHours(since - week, running - week);
  const days = { today, whole: today.filter((row) => row.hour < running), weekAgo };
  const refresh = isLive ? link("", "refreshOff", words.say) : link("?live=1", "refreshOn", words.say);
  const content = html`<p class="quiet">${words.say("last24")} · ${refresh}</p>${screen(days, since, words)}`;
  return showPage(c, c.get("visit"), { title: words.say("today"), section: "today", content });
}

const link = (query: string, key: TextKey, say: Say): Html => html`<a href="/console/today${query}">${say(key)}</a>`;

function screen(days: Days, since: number, { say, language }: Spoken): Html {
  if (days.today.length === 0 && days.weekAgo.length === 0) return html`<p class="card">${say("noneToday")}</p>`;
  return html`${numbers(days, say)}
<h2>${say("hourly")}</h2>
<div class="card">${chart(days, since, say)}
<p class="legend"><span class="key started"></span>${say("legendStarted")} <span class="key signed-in"></span>${say("legendSignedIn")} <span class="key week"></span>${say("legendWeek")}</p></div>
<h2>${say("byWay")}</h2>
${wayTable(days.today, { say, language })}
<h2>${say("failures")}</h2>
${failures(days, { say, language })}
<p class="quiet below">${say("weekNote")}</p>`;
}

function numbers({ today, whole, weekAgo }: Days, say: Say): Html {
  const [now, mine, before] = [funnelOf(today), funnelOf(whole), funnelOf(weekAgo)];
  const steps = ["shown", "scanned", "confirmed", "redeemed"] as const;
  return html`<ul class="numbers">
${steps.map(
  (step) => html`<li><span class="quiet">${say(`${step}Count`)}</span><strong>${now[step]}</strong>
${step === "shown" ? "" : html`<span>${say("share", { share: percent(now[step], now.shown) })}</span>`}
<span class="quiet">${compared(mine[step], before[step], say)}</span></li>`,
)}
<li><span class="quiet">${say("medianLabel")}</span><strong>${seconds(medianSeconds(today), say)}</strong>
<span class="quiet">${weekMedian(weekAgo, say)}</span></li>
</ul>`;
}

function compared(now: number, before: number, say: Say): string {
  if (before === 0) return say("weekNone");
  if (now === before) return say("weekSame");
  return say(now > before ? "weekMore" : "weekLess", { share: percent(Math.abs(now - before), before) });
}

function weekMedian(weekAgo: readonly SignInHour[], say: Say): string {
  const count = medianSeconds(weekAgo);
  return count === undefined ? say("weekNone") : say("weekMedian", { count: String(count) });
}

function chart({ today, weekAgo }: Days, since: number, say: Say): Html {
  const hours = Array.from({ length: shown }, (_, at) => {
    const begin = since + at * hour;
    const { shown: started, redeemed: signedIn } = funnelOf(today.filter((row) => row.hour === begin));
    const { shown: before } = funnelOf(weekAgo.filter((row) => row.hour === begin - week));
    return { hour: begin, started, signedIn, weekAgo: before };
  });
  const most = Math.max(...hours.map(({ started }) => started));
  return hourChart(hours, say("chartLabel", { most: String(most) }));
}
