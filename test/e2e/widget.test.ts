import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ScriptedService, startScriptedService } from "../client/scripted-service.ts";
import { launchChromium } from "./browser.ts";
import { bundleSource } from "./bundle.ts";
import { readQr } from "./qr-pixels.ts";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Records all events of the element, so that a test can check them. */
const notes = `
window.told = [];
for (const name of ["scanned", "granted", "continue", "signed-in", "expired", "declined", "error"]) {
  document.querySelector("saoma-login")?.addEventListener(name, ({ detail }) => told.push([name, detail]));
}
window.csp = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => csp.push(violatedDirective));
`;

const pageWith = (body: string, lang = "zh-CN") =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>a site</title><link rel="icon" href="data:,">
<script type="module" src="/notes.js"></script><script type="module" src="/saoma-login.js"></script></head>
<body>${body}</body></html>`;

const sheep = {
  id: "ac_2",
  name: "温柔的绵羊",
  avatar: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/%3E",
};

let bundle: string;
let browser: Browser;
let service: ScriptedService;
const complaints: string[] = [];

beforeAll(async () => {
  bundle = await bundleSource("src/widget/define.ts");
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints.length = 0;
  service = await startScriptedService();
  service.settings.sockets = true;
  service.pages.set("/saoma-login.js", { type: "text/javascript", body: bundle });
  service.pages.set("/notes.js", { type: "text/javascript", body: notes });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await service.close();
});

async function open(options: BrowserContextOptions & { body?: string; lang?: string } = {}) {
  const { body = "<saoma-login></saoma-login>", lang, ...context } = options;
  const headers = { "content-security-policy": policy };
  service.pages.set("/", { type: "text/html; charset=utf-8", body: pageWith(body, lang), headers });
  const page = await (await browser.newContext({ reducedMotion: "reduce", ...context })).newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(service.url);
  return page;
}

const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();

const told = async (page: Page): Promise<string[]> =>
  (await page.evaluate<[string, unknown][]>("window.told")).map(([name]) => name);

async function pending(page: Page): Promise<void> {
  await says(page, "扫一扫");
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
}

test("a scan leads from the QR to the signed-in account, under a strict policy, without an error", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "scanned" });
  await says(page, "请在手机上确认");
  service.move({ status: "granted" });
  await says(page, "安静的海鸥");
  expect(await page.locator("saoma-login [part=avatar]").getAttribute("src")).toContain("data:image/svg+xml");
  expect(await told(page)).toEqual(["scanned", "granted", "signed-in"]);
  expect(await page.evaluate("window.told.at(-1)[1].account.name")).toBe("安静的海鸥");
  expect(await page.evaluate("window.csp")).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a signed-in user can sign out, and with `session` is shown again on the next page", async () => {
  const body = "<saoma-login session></saoma-login>";
  const page = await open({ body });
  await pending(page);
  service.move({ status: "granted" });
  await says(page, "已登录");
  await page.reload();
  await says(page, "安静的海鸥");
  expect(await told(page)).toEqual([]);
  expect(await page.locator("saoma-login [part=avatar]").count()).toBe(1);
  await page.evaluate("document.querySelector('saoma-login').addEventListener('signed-out', () => told.push(['out']))");
  await page.locator("saoma-login").getByRole("button", { name: "退出登录" }).click();
  await pending(page);
  expect(await told(page)).toEqual(["out"]);
  expect(service.calls).toContain("DELETE /v1/session");
  expect(complaints.filter((text) => !text.includes("401"))).toEqual([]);
});

test("a code that was sent leaves no empty square behind, and one that the chat gives is shown alone", async () => {
  service.settings.extra = {
    code: { text: "541019", sendTo: { name: "青禾日报" } },
    channel: "official-account-code",
    qr: undefined,
  };
  const page = await open({ body: '<saoma-login code="from-chat"></saoma-login>' });
  await says(page, "在微信里拿登录码");
  expect(await page.locator("saoma-login [part=digits]").count()).toBe(0);
  expect(await page.locator("saoma-login input").count()).toBe(1);
  await page.evaluate("document.querySelector('saoma-login').removeAttribute('code')");
  await says(page, "在微信里发送登录码");
  expect(await page.locator("saoma-login [part=digits]").count()).toBe(1);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "scanned" });
  await says(page, "已收到登录码");
  const box = await page.locator("saoma-login [part=frame]").boundingBox();
  expect(box?.height).toBeLessThan(180);
});

test("an invitation has letters, so that a phone shows its whole keyboard, and comes after the code to send", async () => {
  const code = { text: "541019", sendTo: { name: "青禾日报" } };
  service.settings.extra = { code, channel: "official-account-code", qr: undefined };
  const page = await open({ body: "<saoma-login invitation></saoma-login>" });
  await says(page, "在微信里发送登录码");
  expect(await page.getByLabel("邀请码").getAttribute("inputmode")).not.toBe("tel");
  expect(await page.locator("saoma-login button").allTextContents()).toEqual(["复制", "使用"]);
});

test.each([
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 320, height: 568 } },
] as const)("the QR can be read from the screen's pixels (%j)", async (options) => {
  const page = await open(options);
  await pending(page);
  const held = [...service.attempts.values()].at(-1);
  expect(readQr(await page.screenshot())).toBe(held?.view.qr?.content);
  const box = await page.locator("saoma-login [part=qr]").boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(200);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
});

test("an expired QR cannot be read any more, and the keyboard gets a new one", async () => {
  const page = await open();
  await pending(page);
  const qr = page.locator("saoma-login [part=qr]");
  const first = await qr.getAttribute("src");
  service.move({ status: "expired" });
  await says(page, "已过期");
  const dimmed = await page.screenshot();
  expect(() => readQr(dimmed)).toThrow();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await pending(page);
  expect(await qr.getAttribute("src")).not.toBe(first);
  expect(await page.evaluate("document.activeElement.localName")).toBe("saoma-login");
  expect(await told(page)).toEqual(["expired"]);
  expect(complaints).toEqual([]);
});

test("a scanned QR is too faint to be read, even without what covers it", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "scanned" });
  await says(page, "请在手机上确认");
  await page.evaluate("document.querySelector('saoma-login').shadowRoot.querySelector('[part=badge]').remove()");
  const dimmed = await page.screenshot();
  expect(() => readQr(dimmed)).toThrow();
});

test.each([
  ["by_person", "不是我"],
  ["newcomer_refused", "不接受新用户"],
  ["conflict", "换一个号码"],
] as const)("a refusal (%s) says why, and one can scan again", async (reason, text) => {
  const page = await open();
  await pending(page);
  service.move({ status: "declined", reason });
  await says(page, text);
  await page.getByRole("button", { name: "重试" }).click();
  await pending(page);
  expect(await told(page)).toEqual(["declined"]);
});

test("what the service refuses is said, and can be tried again", async () => {
  service.fault("POST /v1/attempts", { status: 403, code: "origin_not_allowed" });
  const page = await open();
  await says(page, "还没有开通");
  expect(await told(page)).toEqual(["error"]);
  await page.getByRole("button", { name: "重试" }).click();
  await pending(page);
});

test("without a network the widget says so, and continues by itself when it is back", async () => {
  const page = await open();
  await pending(page);
  await page.context().setOffline(true);
  service.cutAll();
  await says(page, "网络不太顺畅");
  await page.context().setOffline(false);
  await pending(page);
});

test("no QR is requested before the element is visible, and none is watched once it is removed", async () => {
  const page = await open({ body: "<saoma-login hidden></saoma-login>" });
  await page.waitForFunction("customElements.get('saoma-login')");
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  expect(service.calls).toEqual([]);
  await page.evaluate("document.querySelector('saoma-login').hidden = false");
  await pending(page);
  await page.evaluate("document.querySelector('saoma-login').remove()");
  while (service.watching() > 0) await new Promise((resolve) => setImmediate(resolve));
});

test("a hidden element requests nothing, and continues when it is shown again", async () => {
  const page = await open();
  await pending(page);
  await page.evaluate("document.querySelector('saoma-login').hidden = true");
  while (service.watching() > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(service.calls.filter((call) => call === "POST /v1/attempts")).toHaveLength(1);
  await page.evaluate("document.querySelector('saoma-login').hidden = false");
  await pending(page);
});

test("a person whom this browser knows is called by their name, once they have scanned", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "scanned", account: sheep });
  await says(page, "温柔的绵羊，你好");
});

test("another person than last time is not signed in before the user confirms it", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "granted", account: sheep, ask: true });
  await says(page, "以「温柔的绵羊」登录？");
  expect(service.calls).not.toContain("POST /v1/attempts/{id}/redeem");
  expect(await told(page)).toEqual(["continue"]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await says(page, "已登录");
  expect(await told(page)).toEqual(["continue", "granted", "signed-in"]);
});

test("a user who did not scan says so: nobody is signed in, the attempt is over, and there is a fresh QR", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "granted", account: sheep, ask: true });
  await page.getByRole("button", { name: "不是我" }).click();
  await pending(page);
  expect(service.calls).toContain("POST /v1/attempts/{id}/refresh");
  expect(service.calls).not.toContain("POST /v1/attempts/{id}/redeem");
  expect(await told(page)).toEqual(["continue"]);
});

test("a site's own mark lies over the QR, which can still be read; one that cannot be had is a letter", async () => {
  const square =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='#c33'/></svg>";
  const page = await open({
    body: `<saoma-login logo="data:image/svg+xml,${encodeURIComponent(square)}"></saoma-login>`,
  });
  await pending(page);
  const mark = page.locator("saoma-login [part=mark]");
  await mark.locator("img").waitFor();
  expect(readQr(await page.screenshot())).toBe([...service.attempts.values()].at(-1)?.view.qr?.content);
  await page.evaluate("document.querySelector('saoma-login').setAttribute('logo', '/nothing.png')");
  await mark.getByText("青").waitFor();
  await page.evaluate("document.querySelector('saoma-login').setAttribute('name', '茶 & Co')");
  await mark.getByText("茶").waitFor();
});

test("`theme` goes before the page's colours", async () => {
  const page = await open({ body: '<saoma-login theme="dark"></saoma-login>', colorScheme: "light" });
  await pending(page);
  const background = () =>
    page.evaluate("getComputedStyle(document.querySelector('saoma-login').shadowRoot.firstChild).backgroundColor");
  const dark = await background();
  await page.evaluate("document.querySelector('saoma-login').setAttribute('theme', 'light')");
  expect(await background()).not.toBe(dark);
});

test("on a phone the picture can be saved, and WeChat opened", async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await says(page, "用微信打开二维码");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存图片" }).click();
  expect((await download).suggestedFilename()).toBe("wechat-login.png");
  await page.getByRole("button", { name: "打开微信" }).waitFor();
});

test("in a wide place it grows to be read from the sofa", async () => {
  const size = async (style: string) => {
    const page = await open({ viewport: { width: 1920, height: 1080 } });
    await pending(page);
    await page.evaluate(`document.querySelector('saoma-login').style.width = "${style}"`);
    const headline = "document.querySelector('saoma-login').shadowRoot.querySelector('[part=headline]')";
    return Number.parseFloat(await page.evaluate(`getComputedStyle(${headline}).fontSize`));
  };
  expect(await size("")).toBeLessThan(20);
  expect(await size("1200px")).toBeGreaterThan(40);
});

test.each([
  ["SOCKET /v1/attempts/{id}/socket", {}],
  ["GET /v1/attempts/{id}/events", { sockets: false }],
  ["GET /v1/attempts/{id}", { sockets: false, events: "none" }],
  ["GET /v1/attempts/{id}", { sockets: false, events: "none", holds: false }],
] as const)("the next best way works: %s (%j)", async (way, settings) => {
  Object.assign(service.settings, settings);
  const page = await open();
  await says(page, "扫一扫");
  while (!service.calls.includes(way)) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "scanned" });
  await says(page, "请在手机上确认");
  service.move({ status: "granted" });
  await says(page, "已登录");
});

test("reset forgets who signed in and shows a fresh QR", async () => {
  const page = await open();
  await pending(page);
  service.move({ status: "granted" });
  await says(page, "安静的海鸥");
  await page.evaluate("document.querySelector('saoma-login').reset()");
  await pending(page);
});

test("its attributes say what to ask for, and another language is spoken at once", async () => {
  const page = await open({ body: '<saoma-login application="shop" source="wx1" lang="en"></saoma-login>' });
  const asked = page.waitForRequest("**/v1/attempts");
  await page.reload();
  expect((await asked).postDataJSON()).toEqual({ application: "shop", source: "wx1", returnTo: `${service.url}/` });
  await says(page, "Scan with WeChat");
  await page.evaluate("document.querySelector('saoma-login').lang = 'zh-CN'");
  await says(page, "扫一扫");
});

test("a screen reader hears each state once, and the QR has a name", async () => {
  const page = await open();
  await pending(page);
  await page.getByRole("img", { name: "微信登录二维码" }).waitFor();
  const status = page.locator("saoma-login [role=status]");
  expect(await status.getAttribute("aria-atomic")).toBe("true");
  await page.evaluate(`
    window.changes = 0;
    new MutationObserver(() => window.changes++).observe(
      document.querySelector("saoma-login").shadowRoot.querySelector("[role=status]"),
      { childList: true, subtree: true, characterData: true },
    )`);
  service.move({ status: "scanned" });
  await says(page, "请在手机上确认");
  service.move({ status: "scanned" });
  service.move({ status: "declined", reason: "by_person" });
  await says(page, "已取消");
  expect(await page.evaluate("window.changes")).toBe(2);
});

test.each([
  ["no-preference", 1],
  ["reduce", 0],
] as const)("where motion is %s, %i things move while a QR is awaited", async (reducedMotion, moving) => {
  const page = await open({ reducedMotion });
  await page.route("**/v1/attempts", () => {});
  await page.evaluate("document.querySelector('saoma-login').reset()");
  await says(page, "正在获取");
  await page.locator("saoma-login [part=skeleton]").waitFor();
  expect(await page.evaluate("document.querySelector('saoma-login').shadowRoot.getAnimations().length")).toBe(moving);
});
