import { Hono } from "hono";
import { html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { notice, showPage, spoken } from "./page.ts";
import { endSession, endVisit, keepVisit } from "./session.ts";

/**
 * The sign-in by a one-time link. The link opens a page with a button, which exchanges it, so that software that
 * previews links does not use it up.
 */
export function enterRoutes(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  routes.get("/enter", (c) => {
    const { say } = spoken(c);
    const content = html`<form method="post" action="/console/enter">
<input type="hidden" name="code" value="${c.req.query("code") ?? ""}">
<p class="quiet">${say("enterNote")}</p>
<button class="main">${say("enterGo")}</button>
</form>`;
    return showPage(c, undefined, { title: say("enterTitle"), content });
  });
  routes.post("/enter", async (c) => {
    const { code } = await c.req.parseBody();
    const token = typeof code === "string" ? await deps.operator.console.enter(code) : undefined;
    if (token === undefined) return signedOut(c, deps, spoken(c).say("linkBad"));
    await endSession(c, deps);
    keepVisit(c, deps, token);
    return c.redirect("/console/today", 303);
  });
  routes.post("/leave", async (c) => {
    await endVisit(c, deps);
    return c.redirect("/console", 303);
  });
  return routes;
}

/** The page for a visitor who is not signed in. */
export function signedOut(c: AdminContext, { signIn }: AdminDeps, said?: string): Response {
  const { say } = spoken(c);
  const byWechat = html`<form method="post" action="/console/sign-in"><p><button class="main">${say("byWechat")}</button></p></form>`;
  const content = html`${notice(said, true)}
${signIn.hasWechat ? byWechat : ""}
<p>${say("outHow")}</p>
<p class="card"><code>saoma console link</code></p>`;
  return showPage(c, undefined, { title: say("outTitle"), content, status: 401 });
}
