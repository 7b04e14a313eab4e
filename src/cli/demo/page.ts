import type { Language } from "../../domain/language.ts";
import type { SessionView } from "../../wire/session.ts";
import { cup, icon, leaf, phone } from "./drawings.ts";
import { type DemoTexts, demoTexts } from "./texts.ts";

export interface DemoPageOptions {
  readonly language: Language;
  /** Where the simulated phone is, as in `http://127.0.0.1:7090/`. */
  readonly phoneUrl: string;
  /** Who is signed in, null for nobody. Where it is absent the page asks for itself. */
  readonly session?: SessionView | null;
}

/** The demo site: a tea shop with `<saoma-login>`. Its files are those of `demoAssets`. */
export function demoPage({ language, phoneUrl, session }: DemoPageOptions): string {
  const texts = demoTexts(language);
  const other = language === "en" ? "zh-CN" : "en";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
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
<ul class="teas">${texts.teas.map(tea).join("")}</ul>
</section>
<section class="door" aria-label="${escaped(texts.members)}">
<saoma-login class="panel" hidden></saoma-login>
${member(texts)}
<p class="try">${escaped(texts.noWechat)} <a class="pill" data-testid="phone" href="${escaped(phoneUrl)}" target="_blank" rel="noopener">${phone}<span>${escaped(texts.phone)}</span></a></p>
</section>
</main>
<footer>${escaped(texts.foot)}</footer>
</div>
<aside class="phone" aria-label="${escaped(texts.phone)}" hidden>
<button type="button" class="away" aria-label="${escaped(texts.closePhone)}" title="${escaped(texts.closePhone)}">×</button>
</aside>
</body>
</html>
`;
}

/** The policy that the page is to be sent with: nothing but its own files, and the phone in a frame. */
export function demoPolicy(phoneUrl: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${new URL(phoneUrl).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const tea = ({ name, taste, price }: DemoTexts["teas"][number]): string =>
  `<li><b>${escaped(name)}</b><span>${escaped(taste)}</span><em>${escaped(price)}</em></li>`;

const member = (texts: DemoTexts): string => `<div class="panel member" data-testid="member" hidden>
<img class="avatar" data-testid="avatar" alt="">
<p class="badge">${escaped(texts.signedIn)}</p>
<h2 data-testid="name" tabindex="-1"></h2>
<dl>
<div><dt>${escaped(texts.firstSignIn)}</dt><dd><time data-testid="first-sign-in"></time></dd></div>
<div><dt>${escaped(texts.lastSignIn)}</dt><dd><time data-testid="last-sign-in"></time></dd></div>
</dl>
<button type="button" data-testid="sign-out">${escaped(texts.signOut)}</button>
<p class="failed" role="alert" data-text="${escaped(texts.signOutFailed)}"></p>
</div>`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
