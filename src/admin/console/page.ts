import { raw } from "hono/html";
import { type Language, preferredLanguage } from "../../domain/language.ts";
import { type Html, html, htmlPage } from "../../http/html.ts";
import type { AdminContext, ConsoleVisit } from "../context.ts";
import { consolePolicy, style } from "./style.ts";
import { type Say, sayIn } from "./texts.ts";

/** The screens in the header's navigation. */
const sections = ["today", "people", "attempts", "wechat", "applications", "audit"] as const;
export type Section = (typeof sections)[number];

/** The content of a page. */
export interface PageContent {
  readonly title: string;
  readonly content: Html;
  readonly section?: Section;
  /** After how many seconds the page reloads itself; absent: it does not. */
  readonly asksAgainAfter?: number;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 429;
}

/** The language of a request, and its texts. */
export interface Spoken {
  readonly language: Language;
  readonly say: Say;
}

export function spoken(c: AdminContext): Spoken {
  const language = preferredLanguage(c.req.header("accept-language"));
  return { language, say: sayIn(language) };
}

/**
 * Sends a page. Its referrer policy makes forms send their origin to the console, which checks it, and nothing to other
 * sites.
 */
export function showPage(c: AdminContext, visit: ConsoleVisit | undefined, page: PageContent): Response {
  c.header("Content-Security-Policy", consolePolicy);
  c.header("Referrer-Policy", "same-origin");
  c.header("Vary", "Accept-Language, Cookie");
  return c.html(whole(spoken(c), visit, page), page.status ?? 200);
}

const whole = (
  { language, say }: Spoken,
  visit: ConsoleVisit | undefined,
  { title, content, section, asksAgainAfter }: PageContent,
) =>
  htmlPage({
    language,
    title: `${title} · Saoma`,
    head: html`<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
${asksAgainAfter === undefined ? "" : html`<meta http-equiv="refresh" content="${String(asksAgainAfter)}">`}
<style>${raw(style)}</style>`,
    body: html`${visit ? header(say, visit, section) : ""}
<main${visit ? "" : raw(' class="narrow"')}>
<h1>${title}</h1>
${content}
</main>
${visit ? html`<footer class="quiet">${say("utc")}</footer>` : ""}`,
  });

const current = raw(' aria-current="page"');

const link = (say: Say, to: Section, section: Section | undefined): Html =>
  html`<a href="/console/${to}"${to === section ? current : ""}>${say(to)}</a>`;

const header = (say: Say, { actor, right }: ConsoleVisit, section: Section | undefined): Html => html`<header>
<strong>Saoma</strong>
<nav aria-label="${say("console")}">
${sections.map((one) => link(say, one, section))}
</nav>
<form method="post" action="/console/leave">
<span>${actor}${right === "read" ? ` · ${say("readOnly")}` : ""}</span>
<button class="small">${say("leave")}</button>
</form>
</header>`;

/** A time as the list shows it: UTC, to the second. */
export const timeOf = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${instantOf(at)}</time>`;

/** The same inside a sentence. */
export const instantOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");

/** The result of the last action. */
export const notice = (text: string | undefined, isBad = false): Html =>
  text === undefined ? html`` : html`<p class="card said${isBad ? " bad" : ""}" role="status">${text}</p>`;

/** A form of one button. */
export const act = (action: string, label: string, look = "small"): Html =>
  html`<form method="post" action="${action}"><button class="${look}">${label}</button></form>`;
