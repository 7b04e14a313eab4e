import type { Language } from "../domain/language.ts";
import { type Html, html, htmlPage } from "../http/html.ts";
import type { SessionView } from "../wire/session.ts";
import { icon, leaf } from "./drawings.ts";
import { demoTexts } from "./texts.ts";

/**
 * Renders the shop inside WeChat without scripts: the signed-in user, or a button. The simulator's phones do not run
 * scripts, and neither do some browsers inside WeChat.
 */
export function insidePage(language: Language, session: SessionView | undefined): string {
  const texts = demoTexts(language);
  const { name, avatar } = session?.account ?? {};
  const body = session
    ? html`<img class="avatar" src="${avatar ?? ""}" alt=""><h1 data-testid="name">${name ?? ""}</h1><p class="badge">${texts.signedIn}</p>
<form method="post" action="/inside/sign-out"><button class="quiet">${texts.signOut}</button></form>`
    : html`<h1>${texts.tagline}</h1><p>${texts.insideWelcome}</p>
<form method="post" action="/inside/sign-in"><button class="pill">${texts.insideAct}</button></form>`;
  return small(
    language,
    texts.site,
    "/demo.css",
    html`<div class="brand">${leaf}<span>${texts.site}</span></div>\n${body}`,
  );
}

/** The sample mini-program's page, run in a frame of the simulator's phone. Its script draws all of it. */
export const miniProgramPage = (language: Language): string =>
  small(language, language === "en" ? "Mini-program" : "小程序", "/demo.css", html``).replace(
    "</head>",
    '<script type="module" src="/demo-mini-program.js"></script>\n</head>',
  );

/** The content security policy of that page. Only the phones at `phoneUrl` may frame it. */
export const miniProgramPolicy = (origin: string, phoneUrl: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origin} ${new URL(phoneUrl).origin}`,
  ].join("; ");

const small = (language: Language, title: string, style: string, body: Html): string =>
  htmlPage({
    language,
    title,
    head: html`<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${style}">`,
    bodyClass: "small",
    body: html`<main>
${body}
</main>`,
  });
