// The routes of phones in the control API.
import type { Hono } from "hono";
import { z } from "zod";
import { body, json } from "./bodies.ts";
import type { Control } from "./control.ts";

const person = "/people/:name";

const openBody = z.strictObject({
  url: z.string().min(1).max(8192),
  from: z.string().min(1).max(64).optional(),
  full: z.boolean().optional(),
  form: z.record(z.string(), z.string()).optional(),
});
const consentBody = z.strictObject({ allow: z.boolean() });
const launchBody = z.looseObject({ appid: z.string().min(1).max(64) });
const answerBody = z.strictObject({ answer: z.enum(["allow", "deny"]).optional() });

/** Adds the routes below `/_sim` of a phone's actions besides chats. */
export function addPhones(app: Hono, control: Control): void {
  addBrowser(app, control);
  addMiniProgram(app, control);
  app.post("/sms", async (c) => c.json(await control.sms.send((await json(c.req.raw)) as never), 202));
  app.get(`${person}/sms`, async (c) => c.json({ messages: await control.sms.inbox(c.req.param("name")) }));
}

function addBrowser(app: Hono, control: Control): void {
  app.post(`${person}/open`, async (c) =>
    c.json(await control.open(c.req.param("name"), await body(c.req.raw, openBody))),
  );
  app.post(`${person}/consent`, async (c) => {
    const { allow } = await body(c.req.raw, consentBody);
    return c.json(await control.consent(c.req.param("name"), allow));
  });
  app.get(`${person}/page`, async (c) => c.json((await control.page(c.req.param("name"))) ?? null));
  app.get(`${person}/page/document`, async (c) => document(await control.page(c.req.param("name"))));
  app.delete(`${person}/page`, async (c) => {
    await control.closePage(c.req.param("name"));
    return c.body(null, 204);
  });
}

function addMiniProgram(app: Hono, { miniProgram }: Control): void {
  const path = `${person}/mini-program`;
  app.post(path, async (c) => {
    const { appid, ...launch } = await body(c.req.raw, launchBody);
    return c.json(await miniProgram.open(c.req.param("name"), appid, launch));
  });
  app.get(path, async (c) => c.json((await miniProgram.view(c.req.param("name"))) ?? null));
  app.delete(path, async (c) => {
    await miniProgram.close(c.req.param("name"));
    return c.body(null, 204);
  });
  app.post(`${path}/login`, async (c) => c.json(await miniProgram.login(c.req.param("name"))));
  app.post(`${path}/phone-number`, async (c) => {
    const { answer } = await body(c.req.raw, answerBody);
    return c.json(await miniProgram.phoneNumber(c.req.param("name"), answer));
  });
  app.get(`${path}/privacy`, async (c) => c.json(await miniProgram.privacySetting(c.req.param("name"))));
  app.post(`${path}/privacy`, async (c) => {
    const { answer } = await body(c.req.raw, answerBody);
    return c.json(await miniProgram.requirePrivacy(c.req.param("name"), answer));
  });
}

/** Adds a `base` to a page, so that its relative addresses are resolved against its own address. */
function based(html: string, url: string): string {
  const base = `<base href="${url.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`)}">`;
  if (/<base\s/i.test(html)) return html;
  const start = /<head(\s[^>]*)?>/i.exec(html) ?? /^\s*<!doctype[^>]*>/i.exec(html);
  const at = start === null ? 0 : start.index + start[0].length;
  return html.slice(0, at) + base + html.slice(at);
}

/** The open page's HTML as a document for the phone's screen: it is rendered without its scripts. */
function document(page: Awaited<ReturnType<Control["page"]>>): Response {
  const policy =
    "default-src 'none'; img-src * data:; style-src * 'unsafe-inline'; font-src * data:; sandbox allow-same-origin allow-forms; form-action 'none'";
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  return new Response(page === undefined ? "" : based(page.text, page.url), { headers });
}
