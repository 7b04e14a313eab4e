import type { Language } from "../domain/language.ts";
import { html } from "../http/html.ts";
import type { ClientApplication } from "./client-application.ts";
import { withName } from "./language.ts";
import { page } from "./page.ts";

/** Asks the user before a sign-out that they may not have requested themselves. It posts the request and their answer. */
export function signOutPage({ name }: ClientApplication, language: Language, given: URLSearchParams): string {
  const isEnglish = language === "en";
  const title = isEnglish ? `Sign out of ${name}?` : `${withName("退出", name)}？`;
  const fields = ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"].flatMap((field) => {
    const value = given.get(field);
    return value === null ? [] : [html`<input type="hidden" name="${field}" value="${value}">`];
  });
  return page(
    language,
    title,
    html`<h1>${title}</h1>
<form method="post" action="/oidc/logout">${fields}
<button name="agreed" value="1">${isEnglish ? "Sign out" : "退出登录"}</button></form>`,
  );
}

export function signedOutPage({ name }: ClientApplication, language: Language): string {
  const title = language === "en" ? `You are signed out of ${name}` : withName("已退出", name);
  return page(language, title, html`<h1>${title}</h1>`);
}
