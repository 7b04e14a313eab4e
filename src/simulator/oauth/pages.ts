// The simulated pages of OAuth that report an error.
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { PageError } from "./authorize.ts";
import { type Html, html, pageOf } from "./html.ts";

const info = html`<svg class="art" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="26" fill="none" stroke="currentColor" stroke-width="3"/><path d="M32 29v16M32 19v.01" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round"/></svg>`;

const notice = (title: string, text: string, more: Html | "" = ""): Response =>
  pageOf({
    title,
    className: "notice",
    body: html`<main>${info}<h1>${title}</h1><p>${text}</p>${more}</main>`,
  });

/** The page for other browsers than WeChat's, instead of a page for phones. */
export const outsidePage = (): Response =>
  notice(
    "请在微信客户端打开链接",
    "这个页面只在微信里能用。在模拟器里：用一部手机打开它，或者让浏览器的 User-Agent 带上 MicroMessenger。",
  );

/** The error page of an authorize page. */
export const errorPage = ({ code, text }: PageError): Response =>
  notice(text, code === undefined ? "" : `错误码 ${code}`);

/** The error page of a login page. */
export const badLoginPage = (text: string): Response => notice("该链接无法访问", text);

export const expiredPage = (text: string): Response => notice("二维码已失效", text);
export const deadLinkPage = (text: string): Response => notice("这个链接打不开了", text);

/** The page after a URL Link, with a link to the phone that opened it. */
export const openedPage = ({ name, displayName }: Person): Response =>
  notice(
    `已在${displayName}的手机上打开`,
    "在手机上继续，然后回到网页。",
    html`<p><a href="/#person=${name}">看看${displayName}的手机</a></p>`,
  );

export const donePage = (title: string, text: string): Response => notice(title, text);

interface Whose {
  title: string;
  text: string;
  /** The address that the answer is posted to. */
  action: string;
  /** The address to continue at. */
  back?: string;
}

/** The page that asks on whose phone something opens. */
export function whosePage({ people }: Simulation, { title, text, action, back }: Whose): Response {
  const choices = people
    .all()
    .slice(0, 200)
    .map(
      ({ name, displayName }) =>
        html`<button name="person" value="${name}">${displayName}<small>${name}</small></button>`,
    );
  const backField = back === undefined ? "" : html`<input type="hidden" name="back" value="${back}">`;
  return pageOf({
    title,
    className: "whose",
    body: html`<main><h1>${title}</h1><p>${text}</p>
<form method="post" action="${action}">${backField}${choices}</form></main>`,
  });
}

/** The page that asks for consent to `snsapi_userinfo`, or to a website login that was scanned. */
export function consentPage(account: Account, person: string, action: string): Response {
  const what = account.kind === "website" ? "申请登录" : "申请获取你的昵称、头像";
  return pageOf({
    title: account.name,
    className: "consent",
    body: html`<main><div class="face" aria-hidden="true">${[...account.name].at(-1) ?? ""}</div>
<h1>${account.name}</h1><p>${what}</p><p class="who">${person}</p>
<form method="post" action="${action}">
<button class="main" name="allow" value="1">同意</button><button name="allow" value="0">拒绝</button></form></main>`,
  });
}
