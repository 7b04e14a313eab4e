import type { Language } from "../domain/language.ts";
import { drawQrImage } from "../http/qr.ts";
import type { SessionView } from "../wire/session.ts";
import { cup, icon, leaf, phone } from "./drawings.ts";
import { escaped } from "./html.ts";
import { type DemoAccounts, kindsOf, type SignInMethod, signInMethods } from "./sign-in-methods.ts";
import { type DemoTexts, demoTexts } from "./texts.ts";

export interface DemoPageOptions {
  readonly language: Language;
  /** The site's own address, as in `http://127.0.0.1:7080`. */
  readonly origin: string;
  /** Where the simulated phone is, as in `http://127.0.0.1:7090/`. */
  readonly phoneUrl: string;
  readonly accounts: DemoAccounts;
  /** The method of signing in that was chosen; anything else is the first. */
  readonly method?: string | null;
  /** Who is signed in, null for nobody. Where it is absent the page asks for itself. */
  readonly session?: SessionView | null;
}

/** The demo site: a tea shop with `<saoma-login>`, and a phone beside it. Its files are those of `demoAssets`. */
export function demoPage(options: DemoPageOptions): string {
  const { language, session } = options;
  const texts = demoTexts(language);
  const methods = signInMethods(language, options.accounts);
  const chosen = methods.find(({ id }) => id === options.method) ?? methods[0];
  const other = language === "en" ? "zh-CN" : "en";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#14181a" media="(prefers-color-scheme: dark)">
<title>${escaped(texts.site)}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/demo.css">
<script type="module" src="/saoma-login.js"></script>
<script type="module" src="/demo.js"></script>
</head>
<body${session === undefined ? "" : ` data-session="${escaped(JSON.stringify(session))}"`}>
<div class="page">
<header>
<a class="brand" href="/">${leaf}<span>${escaped(texts.site)}</span></a>
<a class="language" href="/?lang=${other}" lang="${other}" hreflang="${other}">${escaped(texts.otherLanguage)}</a>
</header>
<main>
<section class="shop">
${cup}
<h1>${escaped(texts.tagline)}</h1>
<p class="story">${escaped(texts.story)}</p>
</section>
${door(texts, options, chosen)}
<nav aria-label="${escaped(texts.methods)}">
<h2>${escaped(texts.methods)}</h2>
<ul class="methods">${methods.map((method) => entry(method, method === chosen, language)).join("\n")}</ul>
</nav>
</main>
<footer><span>${escaped(texts.foot)}</span> <a href="${escaped(options.phoneUrl)}log" target="_blank" rel="noopener">${escaped(texts.log)}</a></footer>
</div>
<aside class="phone" aria-label="${escaped(texts.phone)}" hidden>
<div class="strip"><span role="status" data-testid="progress" data-texts="${escaped(JSON.stringify(texts.progress))}"></span>
<button type="button" class="away">${escaped(texts.closePhone)}</button></div>
</aside>
</body>
</html>
`;
}

/** Where one signs in: the element, and what stands in its place in the methods that do not show it. */
function door(texts: DemoTexts, options: DemoPageOptions, chosen: SignInMethod | undefined): string {
  const { origin, phoneUrl } = options;
  const steps = (chosen?.steps ?? []).map((step) => `<li>${escaped(step.replace("{phone}", ""))}</li>`).join("");
  return `<section class="door" aria-label="${escaped(texts.members)}">
<saoma-login class="panel" hidden></saoma-login>
<div class="panel card wechat" data-title="${escaped(texts.wechatPage)}" hidden></div>
<div class="panel card inside" hidden>
<p class="title">${escaped(texts.insideTitle)}</p>
<img src="${drawQrImage(`${origin}/inside`)}" alt="${escaped(texts.insideQr)}" width="240" height="240">
<p class="text">${escaped(texts.insideText)}</p>
</div>
${member(texts)}
${linking(texts, options)}
<div class="help">
<a class="pill" data-testid="phone" data-sms="${escaped(texts.readSms)}" data-look="${escaped(texts.lookAtPhone)}" href="${escaped(phoneUrl)}" target="_blank" rel="noopener">${phone}<span>${escaped(chosen?.buttonText ?? "")}</span></a>
<ol class="steps" aria-label="${escaped(texts.steps)}">${steps}</ol>
</div>
</section>`;
}

function entry(method: SignInMethod, isChosen: boolean, language: Language): string {
  const { id, name, needs } = method;
  const data = escaped(JSON.stringify({ ...method, needs: undefined }));
  const current = isChosen ? ' aria-current="true"' : "";
  return `<li><a href="/?way=${id}&amp;lang=${language}" data-method="${data}"${current}><b>${escaped(name)}</b><small>${escaped(needs)}</small></a></li>`;
}

/** The policy that the page is to be sent with: nothing but its own files, and WeChat's pages and pictures. */
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

const member = (texts: DemoTexts): string => `<div class="panel card member" data-testid="member" hidden>
<button type="button" class="pill try" data-testid="try" data-text="${escaped(texts.tryThis)}" hidden></button>
<img class="avatar" data-testid="avatar" alt="">
<p class="badge">${escaped(texts.signedIn)}</p>
<h2 data-testid="name" tabindex="-1"></h2>
<dl>
<div><dt>${escaped(texts.firstSignIn)}</dt><dd><time data-testid="first-sign-in"></time></dd></div>
<div><dt>${escaped(texts.lastSignIn)}</dt><dd><time data-testid="last-sign-in"></time></dd></div>
</dl>
<p class="zone">${escaped(texts.zone)}</p>
<section class="wechats" aria-label="${escaped(texts.wechats)}">
<h3>${escaped(texts.wechats)}</h3>
<ul data-testid="wechats"></ul>
<p class="note" role="status"></p>
<button type="button" class="quiet" data-testid="add-wechat">${escaped(texts.linking.add)}</button>
</section>
<button type="button" class="plain" data-testid="sign-out">${escaped(texts.signOut)}</button>
<p class="failed" role="alert" data-text="${escaped(texts.signOutFailed)}"></p>
</div>`;

/** Where a WeChat is added; its script draws what there is to scan. */
const linking = (
  texts: DemoTexts,
  { language, accounts }: DemoPageOptions,
): string => `<div class="panel card linking" data-testid="linking" data-service="${escaped(accounts.service.appid)}" data-kinds="${escaped(JSON.stringify(kindsOf(language, accounts)))}" data-texts="${escaped(JSON.stringify(texts.linking))}" hidden>
<p class="title" tabindex="-1"></p>
<div class="sight"></div>
<p class="text" role="status"></p>
<form class="pair" hidden><label>${escaped(texts.linking.pair.label)} <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"></label><button type="submit">${escaped(texts.linking.pair.submit)}</button><p class="wrong" role="alert"></p></form>
<button type="button" class="quiet again" hidden>${escaped(texts.linking.again)}</button>
<button type="button" class="plain cancel">${escaped(texts.linking.cancel)}</button>
</div>`;
