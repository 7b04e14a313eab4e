import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

let chromium: Browser;
let site: Site;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** A personal 公众号 that xiaoming and xiaohong follow. */
beforeEach(async () => {
  site = await openSite("subscription", {
    source: { name: "周末手记", qr: "http://weixin.qq.com/r/weekend" },
    application: { confirm: "new-browser", confirmBy: "number" },
  });
  for (const person of ["xiaoming", "xiaohong"]) await site.wechat.simulator.control.follow(person, site.appid);
});

/** The page, in a browser whose errors fail the test. */
async function open(options: BrowserContextOptions = {}, expected?: RegExp): Promise<Page> {
  const page = await (await openBrowser(chromium, options, expected)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  return page;
}

const part = (page: Page, name: string) => page.locator(`saoma-login [part=${name}]`);
const copy = (page: Page) => page.locator("saoma-login [part~=copy]");
const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();
const send = (person: string, text: string) => site.wechat.simulator.control.send(person, site.appid, text);
const lastOf = (person: string) =>
  site.wechat.simulator.control.chat(person, site.appid).findLast(({ from }) => from === "account");

async function codeOn(page: Page): Promise<string> {
  await says(page, "发送登录码");
  return (await part(page, "digits").getAttribute("data-code")) ?? "";
}

/** Picks a number of the prompt in the chat. */
async function pick(person: string, number: string): Promise<void> {
  const message = lastOf(person);
  const link = message?.links.findIndex(({ text }) => text === number) ?? -1;
  await site.wechat.simulator.control.tap(person, site.appid, message?.id ?? "", link);
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
  const page = await open({}, /422/);
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
});

test("without leave to write the clipboard, the digits are selected and copied all the same", async () => {
  const page = await open();
  await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))");
  await codeOn(page);
  await copy(page).click();
  await page.getByRole("button", { name: "已复制" }).waitFor();
});
