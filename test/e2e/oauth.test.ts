import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Listener, listen, type NodeHandler } from "../../src/server/listener.ts";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";
import { readQr } from "./qr-pixels.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'";

/** The element into which WeChat's script puts its frame. */
const frameScript = (simulator: string) => `
const body = JSON.stringify({ channel: "open-platform", returnTo: location.origin + "/" });
const headers = { "content-type": "application/json" };
const { wxLogin } = await (await fetch("/v1/attempts", { method: "POST", body, headers })).json();
const { appid, scope, redirectUri, state } = wxLogin;
const script = document.createElement("script");
script.src = "${simulator}/connect/zh_CN/htmledition/js/wxLogin.js";
script.onload = () => new WxLogin({ id: "frame", appid, scope, state, redirect_uri: encodeURIComponent(redirectUri) });
document.head.append(script);`;

const page = (body: string) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>a site</title>
<link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script><body>${body}</body></html>`;

const wechatOnAndroid =
  "Mozilla/5.0 (Linux; Android 16; wv) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60";

let chromium: Browser;
let simulator: ServedSimulator;
let site: Listener;
let saoma: Saoma;
let origin: string;
const complaints: string[] = [];

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

beforeEach(async () => {
  complaints.length = 0;
  simulator = await serveSimulator({ port: 0, host: "127.0.0.1" });
  let handler: NodeHandler = () => {};
  site = await listen({
    port: 0,
    host: "127.0.0.1",
    onError: console.error,
    handler: (request, response) => handler(request, response),
  });
  origin = `http://127.0.0.1:${site.port}`;
  saoma = openService();
  saoma.attach(site.server);
  const pages: Record<string, string> = {
    "/": page('<saoma-login channel="open-platform"></saoma-login>'),
    "/frame": page('<div id="frame"></div><script type="module" src="/frame.js"></script>'),
    "/inside": page("<saoma-login auto></saoma-login>"),
  };
  handler = async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", origin);
    const html = pages[pathname];
    const own = pathname === "/frame" ? {} : { "content-security-policy": policy };
    if (html) response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...own }).end(html);
    else if (pathname === "/onward")
      response.writeHead(302, { location: `http://localhost:${site.port}/landed` }).end();
    else if (pathname === "/landed" || pathname === "/callback") response.end("back at the site");
    else if (pathname === "/frame.js")
      response.writeHead(200, { "content-type": "text/javascript" }).end(frameScript(simulator.url));
    else await saoma.node(request, response);
  };
});

afterEach(async () => {
  for (const context of chromium.contexts()) await context.close();
  saoma.drain();
  await site.close();
  await saoma.close();
  await simulator.close();
});

function openService(): Saoma {
  const accounts = simulator.simulator.world().accounts;
  const origins = { api: simulator.url, mp: simulator.url, open: simulator.url };
  const of = (kind: string) => {
    const account = accounts.find((one) => one.kind === kind);
    if (!account) throw new Error(`the simulator has no ${kind}`);
    const { appid, secret, name, token, aesKey } = account;
    return { own: { appid, secret, name, platform: "yiye", origins }, pushes: { token, aesKey } };
  };
  const [website, service] = [of("website"), of("service")];
  const options = {
    origin,
    secret: "bW3xT8vQ1nK6sJ4pY9cL2mH7gF5dR0zA-e2e",
    database: { path: `${folderWith()}/saoma.db` },
    sources: [
      { kind: "website" as const, ...website.own },
      { kind: "service" as const, ...service.own, ...service.pushes },
    ],
    applications: [{ id: "shop", name: "一叶茶铺", openid: { redirectUris: [`${origin}/callback`] } }],
  };
  return createSaoma(options, { log: quiet });
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<[Page, BrowserContext]> {
  const context = await chromium.newContext({ viewport: { width: 900, height: 700 }, locale: "zh-CN", ...options });
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  const opened = await context.newPage();
  await opened.goto(origin + path);
  return [opened, context];
}

const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();

async function confirmOnPhone(page: Page, person: string): Promise<void> {
  const content = readQr(await page.screenshot());
  expect(content).toMatch(/^https:\/\/open\.weixin\.qq\.com\/connect\/confirm\?uuid=/);
  await simulator.simulator.control.scan(person, { content });
  await simulator.simulator.control.consent(person, true);
}

test("from the button to WeChat's page with its QR, confirmed on the phone, and back, signed in", async () => {
  const [page] = await open("/");
  await page.locator("saoma-login").getByRole("button", { name: "微信登录" }).click();
  await page.locator("img.qrcode").waitFor();
  expect(page.url()).toContain(`${simulator.url}/connect/qrconnect?`);
  await confirmOnPhone(page, "xiaoming");
  await page.waitForURL(`${origin}/`);
  await says(page, "小明");
  expect(await page.evaluate("fetch('/v1/session').then((answer) => answer.status)")).toBe(200);
  expect(complaints).toEqual([]);
});

test("WeChat's QR in a frame of the site's own page, by wxLogin.js", async () => {
  const [page] = await open("/frame");
  await page.frameLocator("#frame iframe").locator("img.qrcode").waitFor();
  await confirmOnPhone(page, "xiaohong");
  await page.waitForURL(`${origin}/`);
  await says(page, "小红");
});

test("inside WeChat a page signs in by itself, silently, once it knows whose phone it is", async () => {
  const [page] = await open("/inside", { userAgent: wechatOnAndroid, viewport: { width: 390, height: 844 } });
  await page.waitForURL(`${simulator.url}/connect/oauth2/authorize?**`);
  await page.getByText("阿飞").click();
  await page.waitForURL(`${origin}/inside`);
  await page.locator("saoma-login [part=avatar]").waitFor();
  expect(await page.evaluate("fetch('/v1/session').then((answer) => answer.status)")).toBe(200);
});

const authorize = (more: Record<string, string> = {}) => {
  const params = {
    client_id: "shop",
    response_type: "code",
    scope: "openid",
    redirect_uri: `${origin}/callback`,
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...more,
  };
  return `/oidc/authorize?${new URLSearchParams(params)}`;
};

test("inside WeChat the hosted page asks nothing: a person who agreed before is back at the client with a code", async () => {
  const inside = { userAgent: wechatOnAndroid, viewport: { width: 390, height: 844 } };
  const [page, context] = await open(authorize(), inside);
  await page.waitForURL(`${simulator.url}/connect/oauth2/authorize?**`);
  await page.getByText("阿飞").click();
  await page.waitForURL(`${origin}/callback?**`);
  expect(new URL(page.url()).searchParams.get("code")).toMatch(/./);
  // The phone belongs to 阿飞 now. Nothing is pressed.
  const again = await context.newPage();
  await again.goto(origin + authorize({ prompt: "login", state: "again" }));
  await again.waitForURL(`${origin}/callback?**`);
  expect(again.url()).toContain("state=again");
  expect(complaints.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
});

test("a browser without scripts is sent on from WeChat, wherever its site sends it to next", async () => {
  const [page, context] = await open("/", { userAgent: wechatOnAndroid });
  const started = await page.evaluate(
    `fetch("/v1/attempts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ channel: "in-wechat", returnTo: location.origin + "/onward" }),
    }).then((answer) => answer.json())`,
  );
  const { control } = simulator.simulator;
  const view = await control.open("xiaoming", { url: (started as { link: string }).link });
  const address = view.outcome === "consent" ? (await control.consent("xiaoming", true)).page?.url : view.url;
  const scriptless = await chromium.newContext({
    javaScriptEnabled: false,
    locale: "zh-CN",
    storageState: await context.storageState(),
  });
  scriptless.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const form = await scriptless.newPage();
  await form.goto(address ?? "");
  await form.getByRole("button", { name: "继续" }).click();
  await form.waitForURL(`http://localhost:${site.port}/landed`);
  expect(complaints.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
});

test("an address that another browser began is of no use here, nor is one without a code; both say so", async () => {
  const [attacker] = await open("/");
  await attacker.locator("saoma-login").getByRole("button", { name: "微信登录" }).click();
  await attacker.locator("img.qrcode").waitFor();
  const { searchParams } = new URL(attacker.url());
  const address = new URL(searchParams.get("redirect_uri") ?? "");
  const bare = address.pathname;
  address.searchParams.set("code", "attackers-own");
  address.searchParams.set("state", searchParams.get("state") ?? "");
  for (const path of [address.pathname + address.search, bare]) {
    const [victim] = await open(path);
    await victim.getByText("没有找到这次登录").waitFor();
    expect(new URL(victim.url()).search).toBe("");
    expect(await victim.evaluate("fetch('/v1/session').then((answer) => answer.status)")).toBe(401);
  }
});

test("the page that WeChat comes back to keeps to its own policy, and can be tried again while WeChat is away", async () => {
  const [page] = await open("/");
  await page.locator("saoma-login").getByRole("button", { name: "微信登录" }).click();
  await page.locator("img.qrcode").waitFor();
  simulator.simulator.control.faults.add({ on: "/sns/oauth2/access_token", kind: "errcode", errcode: -1, times: 1 });
  await confirmOnPhone(page, "xiaoming");
  await page.getByText("网络不太顺畅").waitFor();
  expect(complaints.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
  await page.getByRole("button", { name: "重试" }).click();
  await page.waitForURL(`${origin}/`);
  await says(page, "小明");
});
