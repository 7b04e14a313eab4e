import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Listener, listen, type NodeHandler } from "../../src/server/listener.ts";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>a site</title><link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script>
<body><saoma-login></saoma-login>`;

let chromium: Browser;
let simulator: ServedSimulator;
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
  simulator = await serveSimulator({ port: 0, host: "127.0.0.1" });
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
  for (const person of ["xiaoming", "xiaohong"]) await simulator.simulator.control.follow(person, appid);
});

afterEach(async () => {
  for (const context of chromium.contexts()) await context.close();
  saoma.drain();
  await site.close();
  await saoma.close();
  await simulator.close();
});

/** A 公众号 of one person's, which xiaoming and xiaohong follow. */
async function openService(): Promise<Saoma> {
  const { control, world } = simulator.simulator;
  const account = world().accounts.find(({ kind }) => kind === "subscription");
  if (!account) throw new Error("there is no 公众号 in the default world");
  appid = account.appid;
  await control.patchAccount(appid, { pushUrl: `${origin}/wechat/${appid}/push` });
  const opened = createSaoma(
    {
      origin,
      secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-e2e",
      database: { path: `${folderWith()}/saoma.db` },
      sources: [
        {
          ...{ kind: "subscription", appid, name: "周末手记", token: account.token, aesKey: account.aesKey },
          ...{ origins: { api: simulator.url, mp: simulator.url, open: simulator.url } },
          qr: "http://weixin.qq.com/r/weekend",
        },
      ],
      applications: [{ id: "shop", name: "青禾茶铺", confirmBy: "number" }],
    },
    { log: quiet },
  );
  await opened.ready();
  return opened;
}

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await chromium.newContext({ reducedMotion: "reduce", ...options })).newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(origin);
  return page;
}

const part = (page: Page, name: string) => page.locator(`saoma-login [part=${name}]`);
const copy = (page: Page) => page.locator("saoma-login [part~=copy]");
const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();
const send = (person: string, text: string) => simulator.simulator.control.send(person, appid, text);
const lastOf = (person: string) =>
  simulator.simulator.control.chat(person, appid).findLast(({ from }) => from === "account");

async function codeOn(page: Page): Promise<string> {
  await says(page, "发送登录码");
  return (await part(page, "digits").getAttribute("data-code")) ?? "";
}

/** Picks a number of the prompt in the chat. */
async function pick(person: string, number: string): Promise<void> {
  const message = lastOf(person);
  const link = message?.links.findIndex(({ text }) => text === number) ?? -1;
  await simulator.simulator.control.tap(person, appid, message?.id ?? "", link);
}

for (const [device, options] of Object.entries({
  "a desktop": { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  "a small phone": { viewport: { width: 320, height: 568 }, colorScheme: "dark", hasTouch: true },
} satisfies Record<string, BrowserContextOptions>)) {
  test(`on ${device}: the code is copied, sent, the number picked, and the page knows who it is`, async () => {
    const page = await open({ ...options, permissions: ["clipboard-read", "clipboard-write"] });
    const code = await codeOn(page);
    expect(await part(page, "account").textContent()).toBe("周末手记");
    await page.getByRole("img", { name: "「周末手记」的二维码" }).waitFor();
    await copy(page).click();
    await page.getByRole("button", { name: "已复制" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.reload();
    expect(await codeOn(page)).toBe(code);

    await send("xiaoming", code);
    await says(page, "在手机上选");
    const number = (await part(page, "digits").textContent()) ?? "";
    expect(number).toMatch(/^\d\d$/);
    await pick("xiaoming", number);
    await part(page, "avatar").waitFor();
    expect(complaints).toEqual([]);
  });
}

test("another number declines, and the page offers another try with another code", async () => {
  const page = await open();
  const code = await codeOn(page);
  await send("xiaoming", code);
  await says(page, "在手机上选");
  const number = await part(page, "digits").textContent();
  const wrong = lastOf("xiaoming")?.links.find(({ text }) => /^\d\d$/.test(text) && text !== number);
  await pick("xiaoming", wrong?.text ?? "");
  await says(page, "数字不对");
  await page.getByRole("button", { name: "重试" }).click();
  expect(await codeOn(page)).not.toBe(code);
});

test("a code from the chat is typed in, after a wrong one, by keyboard alone", async () => {
  const page = await open();
  await codeOn(page);
  const input = page.getByLabel("聊天里收到了登录码");
  await input.fill("ABCD-EFGH");
  await input.press("Enter");
  await page.getByRole("alert").filter({ hasText: "没有这个登录码" }).waitFor();
  await send("xiaohong", "登录");
  const given = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(lastOf("xiaohong")?.text ?? "")?.[0] ?? "";
  await input.fill(given.toLowerCase());
  await input.press("Enter");
  await part(page, "avatar").waitFor();
  expect(complaints.filter((text) => !text.includes("422"))).toEqual([]);
});

test("without leave to write the clipboard, the digits are selected and copied all the same", async () => {
  const page = await open();
  await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))");
  await codeOn(page);
  await copy(page).click();
  await page.getByRole("button", { name: "已复制" }).waitFor();
});
