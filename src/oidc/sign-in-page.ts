// The hosted sign-in page.
import type { Language } from "../domain/language.ts";
import type { Terms } from "../domain/terms.ts";
import { type Html, html } from "../http/html.ts";
import type { ClientApplication } from "./client-application.ts";
import { withName } from "./language.ts";
import { page } from "./page.ts";

interface Texts {
  readonly title: (site: string) => string;
  readonly goOn: string;
  readonly back: string;
  readonly noScript: string;
  readonly terms: string;
  readonly agree: string;
  /** What a title of terms stands between. */
  readonly left: string;
  readonly right: string;
}

const texts: Readonly<Record<Language, Texts>> = {
  "zh-CN": {
    title: (site) => withName("登录", site),
    goOn: "继续",
    back: "取消，回到原来的网站",
    noScript: "请允许这个页面运行脚本。",
    terms: "继续之前，请阅读并同意：",
    agree: "同意并继续",
    left: "《",
    right: "》",
  },
  en: {
    title: (site) => `Sign in to ${site}`,
    goOn: "Continue",
    back: "Cancel, and go back",
    noScript: "Please allow scripts on this page.",
    terms: "Before you go on, please read and agree to:",
    agree: "Agree and continue",
    left: "",
    right: "",
  },
};

/** What the page shows of the signed-in user. */
export interface SignInPageState {
  readonly isSignedIn: boolean;
  /** The terms that the user has not agreed to yet. The widget asks users who are not signed in. */
  readonly newTerms: readonly Terms[];
}

/** The hosted page: the widget on our own origin. After the sign-in it posts to the page's own address. */
export function signInPage(
  { id, name, logo, access, policy }: ClientApplication,
  language: Language,
  { isSignedIn, newTerms }: SignInPageState,
): string {
  const text = texts[language];
  const title = text.title(name);
  const mark = logo === undefined ? "" : html`<img src="${logo}" alt="">`;
  // Where newcomers get no account, a person whom no WeChat identifies yet comes in by an invitation.
  const invitation = access || policy.newcomers === "refuse" ? " invitation" : "";
  const login = html`<saoma-login application="${id}" lang="${language}" auto${invitation}></saoma-login>
<noscript><p>${text.noScript}</p></noscript>
<form class="go-on" method="post" hidden></form>`;
  const content = html`${mark}
<h1>${title}</h1>
${isSignedIn ? goOn(text, newTerms) : login}
<form method="post"><button class="quiet" name="cancel" value="1">${text.back}</button></form>`;
  return page(language, title, content, true);
}

/** For a user who is signed in already: one button, which says what it agrees to. */
function goOn(text: Texts, terms: readonly Terms[]): Html {
  if (terms.length === 0) return html`<form class="go-on" method="post"><button>${text.goOn}</button></form>`;
  const links = terms.map(
    ({
      title,
      url,
      version,
    }) => html`<li><a href="${url}" target="_blank" rel="noopener">${text.left}${title}${text.right}</a>
<input type="hidden" name="title" value="${title}"><input type="hidden" name="version" value="${version}"></li>`,
  );
  return html`<form class="go-on" method="post">
<p>${text.terms}</p>
<ul>${links}</ul>
<button name="agreed" value="1">${text.agree}</button></form>`;
}
