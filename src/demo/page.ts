// The page of the demo site.
import type { Language } from "../domain/language.ts";
import { type Html, html } from "../http/html.ts";
import { drawQrImage } from "../http/qr.ts";
import type { SessionView } from "../wire/session.ts";
import type { DemoTexts } from "./demo-texts.ts";
import { cup, icon, leaf, phone } from "./drawings.ts";
import { type DemoAccounts, kindsOf, type SignInMethod, signInMethods } from "./sign-in-methods.ts";
import { demoTexts } from "./texts.ts";

export interface DemoPageOptions {
  readonly language: Language;
  /** The site's own address, as in `http://127.0.0.1:7080`. */
  readonly origin: string;
  /** Where the simulated phone is, as in `http://127.0.0.1:7090/`. */
  readonly phoneUrl: string;
  readonly accounts: DemoAccounts;
  /** The chosen sign-in method. Default, also for unknown values: the first. */
  readonly method?: string | null;
  /** The session of the signed-in user, or null. If it is absent, the page fetches it itself. */
  readonly session?: SessionView | null;
}

/**
 * Renders the demo site: a tea shop with `<saoma-login>`, and a phone beside it. It loads the files of `demoAssets`.
 */
export function demoPage(options: DemoPageOptions): string {
  const { language, session } = options;
  const texts = demoTexts(language);
  const methods = signInMethods(language, options.accounts);
  const chosen = methods.find(({ id }) => id === options.method) ?? methods[0];
  const other = language === "en" ? "zh-CN" : "en";
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#14181a" media="(prefers-color-scheme: dark)">
<title>${texts.site}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/demo.css">
<script type="module" src="/saoma-login.js"></script>
<script type="module" src="/demo.js"></script>
</head>
<body${session === undefined ? "" : html` data-session="${JSON.stringify(session)}"`}>
<div class="page">
<header>
<a class="brand" href="/">${leaf}<span>${texts.site}</span></a>
<a class="language" href="/?lang=${other}" lang="${other}" hreflang="${other}">${texts.otherLanguage}</a>
</header>
<main>
<section class="shop">
${cup}
<h1>${texts.tagline}</h1>
<p class="story">${texts.story}</p>
</section>
${door(texts, options, chosen)}
<nav aria-label="${texts.methods}">
<h2>${texts.methods}</h2>
<ul class="methods">${methods.map((method) => entry(method, method === chosen, language))}</ul>
</nav>
</main>
<footer><span>${texts.foot}</span> <a href="${options.phoneUrl}log?lang=${language}" target="_blank" rel="noopener">${texts.log}</a></footer>
</div>
<aside class="phone" aria-label="${texts.phone}" hidden>
<div class="strip"><span role="status" data-testid="progress" data-texts="${JSON.stringify(texts.progress)}"></span>
<button type="button" class="away">${texts.closePhone}</button></div>
</aside>
</body>
</html>
`);
}

/** The sign-in card: the element, and the panels that replace it for methods that do not use it. */
function door(texts: DemoTexts, options: DemoPageOptions, chosen: SignInMethod | undefined): Html {
  const { origin, phoneUrl, language } = options;
  const steps = (chosen?.steps ?? []).map((step) => html`<li>${step.replace("{phone}", "")}</li>`);
  return html`<section class="door" aria-label="${texts.members}">
<saoma-login class="panel" hidden></saoma-login>
<div class="panel card wechat" data-title="${texts.wechatPage}" hidden></div>
<div class="panel card inside" data-done="${texts.insideDone}" hidden>
<p class="title">${texts.insideTitle}</p>
<img src="${drawQrImage(`${origin}/inside`)}" alt="${texts.insideQr}" width="240" height="240">
<p class="text" role="status">${texts.insideText}</p>
</div>
${member(texts)}
${linking(texts, options)}
<div class="help">
<a class="pill" data-testid="phone" data-sms="${texts.readSms}" data-look="${texts.lookAtPhone}" href="${phoneUrl}?lang=${language}" target="_blank" rel="noopener">${phone}<span>${chosen?.buttonText ?? ""}</span></a>
<ol class="steps" aria-label="${texts.steps}" data-fill="${texts.fillIn}">${steps}</ol>
</div>
</section>`;
}

function entry(method: SignInMethod, isChosen: boolean, language: Language): Html {
  const { id, name, needs } = method;
  const data = JSON.stringify({ ...method, needs: undefined });
  const current = isChosen ? html` aria-current="true"` : "";
  return html`<li><a href="/?way=${id}&amp;lang=${language}" data-method="${data}"${current}><b>${name}</b><small>${needs}</small></a></li>`;
}

/** The content security policy of the page: only its own files, and WeChat's pages and pictures. */
export function demoPolicy(phoneUrl: string): string {
  const wechat = new URL(phoneUrl).origin;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${wechat}`,
    "connect-src 'self'",
    `frame-src ${wechat}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const member = (texts: DemoTexts): Html => html`<div class="panel card member" data-testid="member" hidden>
<button type="button" class="pill try" data-testid="try" data-text="${texts.tryThis}" hidden></button>
<img class="avatar" data-testid="avatar" alt="">
<p class="badge">${texts.signedIn}</p>
<h2 data-testid="name" tabindex="-1"></h2>
<dl>
<div><dt>${texts.firstSignIn}</dt><dd><time data-testid="first-sign-in"></time></dd></div>
<div><dt>${texts.lastSignIn}</dt><dd><time data-testid="last-sign-in"></time></dd></div>
</dl>
<p class="zone">${texts.zone}</p>
<section class="wechats" aria-label="${texts.wechats}">
<h3>${texts.wechats}</h3>
<ul data-testid="wechats"></ul>
<p class="note" role="status"></p>
<button type="button" class="quiet" data-testid="add-wechat">${texts.linking.add}</button>
</section>
<button type="button" class="plain" data-testid="sign-out">${texts.signOut}</button>
<p class="failed" role="alert" data-text="${texts.signOutFailed}"></p>
</div>`;

/** The panel for adding a WeChat; the page's script draws its content. */
const linking = (
  texts: DemoTexts,
  { language, accounts }: DemoPageOptions,
): Html => html`<div class="panel card linking" data-testid="linking" data-service="${accounts.service.appid}" data-kinds="${JSON.stringify(kindsOf(language, accounts))}" data-texts="${JSON.stringify(texts.linking)}" hidden>
<p class="title" tabindex="-1"></p>
<div class="sight"></div>
<p class="text" role="status"></p>
<form class="pair" hidden><label>${texts.linking.pair.label} <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"></label><button type="submit">${texts.linking.pair.submit}</button><p class="wrong" role="alert"></p></form>
<button type="button" class="quiet again" hidden>${texts.linking.again}</button>
<button type="button" class="plain cancel">${texts.linking.cancel}</button>
</div>`;
