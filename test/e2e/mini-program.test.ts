import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createSignIn, type SignInState, sceneOf } from "../../mini-program/pages/login/sign-in.ts";
import { type Listener, listen, type NodeHandler } from "../../src/server/listener.ts";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { playWx } from "../mini-program/host.ts";
import { launchChromium } from "./browser.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>a site</title><link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script>
<body><saoma-login></saoma-login>`;

let chromium: Browser;
let served: ServedSimulator;
let site: Listener;
let saoma: Saoma;
let origin: string;
let appid: string;
const complaints: string[] = [];

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

beforeEach(async () => {
  complaints.length = 0;
  served = await serveSimulator({ port: 0, host: "127.0.0.1" });
  let handler: NodeHandler = () => {};
  site = await listen({
    ...{ port: 0, host: "127.0.0.1", onError: console.error },
    handler: (request, response) => handler(request, response),
  });
  origin = `http://127.0.0.1:${site.port}`;
  saoma = await openService();
  saoma.attach(site.server);
  handler = async (request, response) => {
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
    if (new URL(request.url ?? "/", origin).pathname === "/") response.writeHead(200, headers).end(html);
    else await saoma.node(request, response);
  };
});

afterEach(async () => {
  for (const context of chromium.contexts()) await context.close();
  saoma.drain();
  await site.close();
  await saoma.close();
  await served.close();
});

async function openService(): Promise<Saoma> {
  const { control, world } = served.simulator;
  const account = world().accounts.find(({ kind }) => kind === "mini-program");
  if (!account) throw new Error("there is no mini-program in the default world");
  appid = account.appid;
  await control.patchAccount(appid, { pages: ["pages/login/login"] });
  const origins = { api: served.url, mp: served.url, open: served.url };
  const opened = createSaoma(
    {
      origin,
      secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-e2e",
      database: { path: `${folderWith()}/saoma.db` },
      sources: [{ kind: "mini-program", appid, name: "一叶茶单", secret: account.secret, origins }],
      applications: [{ id: "shop", name: "青禾茶铺" }],
    },
    { log: quiet },
  );
  await opened.ready();
  return opened;
}

async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await chromium.newContext({ reducedMotion: "reduce", ...options })).newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(origin);
  return page;
}

const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();

/** A person points their phone at the screen; the page of the mini-program that opens there. */
async function take(page: Page, person: string) {
  const { control } = served.simulator;
  await says(page, "然后在手机上允许登录");
  await page.getByRole("img", { name: "微信登录二维码" }).waitFor();
  const image = `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  expect(await control.scan(person, { image })).toMatchObject({ outcome: "mini-program", appid });
  const opened = await control.miniProgram.view(person);
  const shown: SignInState[] = [];
  const { host } = playWx({ simulator: served.simulator, saoma }, person);
  const place = { origin, appid, scene: sceneOf(opened?.query ?? {}) };
  return { signIn: createSignIn(host, place, (state) => shown.push(state)), last: () => shown.at(-1) };
}

for (const [device, options] of Object.entries({
  "a desktop": { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  "a small screen, dark": { viewport: { width: 320, height: 568 }, colorScheme: "dark" },
} satisfies Record<string, BrowserContextOptions>)) {
  test(`on ${device}: the code on the screen is taken, allowed in the mini-program, and the page knows`, async () => {
    const page = await open(options);
    const phone = await take(page, "xiaoming");
    await phone.signIn.open();
    expect(phone.last()).toMatchObject({ kind: "ask", site: "青禾茶铺" });
    await says(page, "请在手机上确认登录");
    await phone.signIn.allow();
    await page.locator("saoma-login [part=avatar]").waitFor();
    expect(complaints).toEqual([]);
  });
}

test("declined in the mini-program, the page says so and offers another code", async () => {
  const page = await open({});
  const phone = await take(page, "xiaohong");
  await phone.signIn.open();
  await phone.signIn.decline();
  await says(page, "已取消登录");
  await page.getByRole("button", { name: "重试" }).click();
  await take(page, "xiaohong");
  expect(complaints).toEqual([]);
});
