// The sign-in to the console by an administrator's WeChat.
import { type Context, Hono } from "hono";
import type { Attempt } from "../../domain/attempt.ts";
import { type Html, html } from "../../http/html.ts";
import { drawQrImage } from "../../http/qr.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { notice, showPage, spoken } from "./page.ts";
import { endSession, forgetAttempt, keepAttempt, keepVisit, ownAttempt } from "./session.ts";
import type { Say } from "./texts.ts";

/** How often the page reloads itself, in seconds, because it has no script. */
const asksAgainAfter = 2;

/**
 * The console shows the QR itself and keeps the claim in a cookie, so no credential is in an address. The session is
 * created by a form, so that no other site can sign a person in.
 */
export function signInRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/sign-in", (c) => look(c, deps));
  routes.post("/sign-in", (c) => begin(c, deps));
  routes.post("/sign-in/enter", (c) => enter(c, deps));
  return routes;
}

async function begin(c: Context<AdminBindings>, deps: AdminDeps): Promise<Response> {
  const client = {
    userAgent: c.req.header("user-agent"),
    acceptLanguage: c.req.header("accept-language"),
    address: c.env.address,
  };
  const own = await deps.signIn.begin(client);
  if (own) keepAttempt(c, deps, own);
  return c.redirect("/console/sign-in", 303);
}

async function look(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const own = ownAttempt(c, deps);
  const attempt = own && (await deps.signIn.attempt(own));
  const { say } = spoken(c);
  const isWaiting = attempt?.status === "pending" || attempt?.status === "scanned";
  return showPage(c, undefined, {
    title: say("enterTitle"),
    content: deps.signIn.hasWechat ? step(attempt, say) : html`<p>${say("wechatNone")}</p>`,
    ...(isWaiting ? { asksAgainAfter } : {}),
  });
}

/** What the page shows at this step of the sign-in. */
function step(attempt: Attempt | undefined, say: Say): Html {
  switch (attempt?.status) {
    case "pending":
      return html`<p>${say("scanHow")}</p>
<p class="qr"><img src="${drawQrImage(attempt.content)}" width="240" height="240" alt="${say("scanAlt")}"></p>
<p class="quiet">${say("scanAlone")}</p>`;
    case "scanned":
      return html`<p>${say("pickHow")}</p>
<p class="number" role="status">${String(attempt.number ?? "")}</p>
<p class="quiet">${say("scanAlone")}</p>`;
    case "granted":
      return html`<p role="status">${say("confirmed")}</p>
<form method="post" action="/console/sign-in/enter"><button class="main">${say("enterGo")}</button></form>`;
    default:
      return again(say, attempt && say(endings[attempt.reason ?? ""] ?? "scanOver"));
  }
}

const endings: Readonly<Record<string, "pickedWrong" | "notNamed" | "saidNo">> = {
  by_person: "saidNo",
  wrong_number: "pickedWrong",
  newcomer_refused: "notNamed",
  not_admitted: "notNamed",
  account_suspended: "notNamed",
  wechat_lost: "notNamed",
};

const again = (say: Say, said?: string): Html => html`${notice(said, true)}
<p class="quiet">${say("wechatNote")}</p>
<form method="post" action="/console/sign-in"><button class="main">${say("byWechat")}</button></form>`;

async function enter(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const own = ownAttempt(c, deps);
  const token = own && (await deps.signIn.enterByWechat(own));
  forgetAttempt(c, deps);
  const { say } = spoken(c);
  if (token === undefined)
    return showPage(c, undefined, { title: say("enterTitle"), content: again(say, say("scanOver")), status: 401 });
  await endSession(c, deps);
  keepVisit(c, deps, token);
  return c.redirect("/console/today", 303);
}
