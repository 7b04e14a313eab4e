import type { Language } from "../domain/language.ts";
import { html } from "../http/html.ts";
import type { ClientApplication } from "./configuration.ts";
import { page } from "./page.ts";

const texts = {
  "zh-CN": { title: "登录", goOn: "继续", back: "取消，回到原来的网站", noScript: "请允许这个页面运行脚本。" },
  en: {
    title: "Sign in to",
    goOn: "Continue",
    back: "Cancel, and go back",
    noScript: "Please allow scripts on this page.",
  },
} as const satisfies Record<Language, unknown>;

/** The hosted page: the widget on our own origin, which goes on by a post to the page's own address. */
export function signInPage(
  { id, name, logo }: ClientApplication,
  language: Language,
  { isSignedIn }: { readonly isSignedIn: boolean },
): string {
  const text = texts[language];
  const title = `${text.title} ${name}`;
  const mark = logo === undefined ? "" : html`<img src="${logo}" alt="">`;
  const login = html`<saoma-login application="${id}" lang="${language}" auto></saoma-login>
<noscript><p>${text.noScript}</p></noscript>
<form class="go-on" method="post" hidden></form>`;
  const goOn = html`<form class="go-on" method="post"><button>${text.goOn}</button></form>`;
  const content = html`${mark}
<h1>${title}</h1>
${isSignedIn ? goOn : login}
<form method="post"><button class="quiet" name="cancel" value="1">${text.back}</button></form>`;
  return page(language, title, content, true);
}
