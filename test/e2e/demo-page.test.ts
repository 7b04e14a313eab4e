import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { demoPage, demoPolicy } from "../../src/demo/page.ts";
import { demoStyle } from "../../src/demo/style.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { type ScriptedService, someone, startScriptedService } from "../client/scripted-service.ts";
import { launchChromium } from "./browser.ts";
import { bundleSource } from "./bundle.ts";
import { mainButtons } from "./looks-right.ts";

/** Stands in for the simulator's page. It counts its loads, and stores what its camera was shown. */
const phonePage = `<!doctype html><title>phone</title><script>
window.loaded = Math.random();
window.seen = [];
addEventListener("message", ({ data, origin }) => seen.push({ data, origin }));
window.look = () => parent.postMessage({ saoma: "camera?" }, "*");
</script>`;

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };
const scripts = new Map<string, string>();
const complaints: string[] = [];
let browser: Browser;
let service: ScriptedService;
let phone: ScriptedService;

beforeAll(async () => {
  scripts.set("/demo.js", await bundleSource("src/demo/browser/main.ts"));
  scripts.set("/saoma-login.js", await bundleSource("src/widget/define.ts"));
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints.length = 0;
  [service, phone] = await Promise.all([startScriptedService(), startScriptedService()]);
  service.settings.sockets = true;
  phone.pages.set("/?lang=zh-CN", { type: "text/html", body: phonePage });
  for (const [path, body] of scripts) service.pages.set(path, { type: "text/javascript", body });
  service.pages.set("/demo.css", { type: "text/css", body: demoStyle });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await Promise.all([service.close(), phone.close()]);
});

function serve(session?: SessionView | null): void {
  const phoneUrl = `${phone.url}/`;
  const accounts = {
    service: { appid: "wx0000000000000001", name: "茶铺" },
    subscription: { appid: "wx2", name: "手记" },
  };
  const known = session === undefined ? {} : { session };
  const body = demoPage({ language: "zh-CN", origin: service.url, phoneUrl, accounts, ...known });
  const headers = { "content-security-policy": demoPolicy(phoneUrl) };
  service.pages.set("/", { type: "text/html; charset=utf-8", body, headers });
}

async function open(viewport = wide, session: SessionView | null = null): Promise<Page> {
  serve(session);
  const page = await (await browser.newContext({ viewport, reducedMotion: "reduce" })).newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(service.url);
  return page;
}

const showsQr = (page: Page) => page.locator("saoma-login [part=qr]").waitFor();
const aimed = () => `${phone.url}/?lang=zh-CN#scan=${encodeURIComponent(qr()?.content ?? "")}`;
const qr = () => [...service.attempts.values()].at(-1)?.view.qr;

async function frameOf(page: Page) {
  await page.locator("aside.phone iframe").waitFor();
  const frame = page.frames().find((each) => each.url().startsWith(phone.url));
  if (!frame) throw new Error("no phone in the page");
  await frame.waitForFunction("window.loaded");
  return frame;
}

test("a sign-in is shown at once, and signing out brings a fresh QR", async () => {
  const page = await open();
  await showsQr(page);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  const first = qr()?.content;
  service.move({ status: "granted" });
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  await expect(page.getByTestId("first-sign-in").textContent()).resolves.toMatch(/\d{4}年/);
  await expect(page.getByTestId("last-sign-in").getAttribute("datetime")).resolves.toMatch(/Z$/);
  expect(await page.getByTestId("avatar").getAttribute("src")).toContain("data:image");
  await page.getByTestId("sign-out").click();
  await showsQr(page);
  expect(await page.getByTestId("member").isVisible()).toBe(false);
  expect(qr()?.content).not.toBe(first);
  expect(complaints).toEqual([]);
});

test("whom the server knows is shown without a QR and without asking who it is", async () => {
  service.signIn();
  const page = await open(wide, someone(Date.now()));
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  expect(await page.locator("saoma-login").isVisible()).toBe(false);
  await page.getByTestId("wechats").getByText("这次用它登录").waitFor();
  expect(service.calls).toEqual(["GET /v1/account/identities"]);
});

test("signed in, another way offers to sign out and try it, and does", async () => {
  service.signIn();
  const page = await open(wide, someone(Date.now()));
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  expect(await page.getByTestId("try").isVisible()).toBe(false);
  await page.getByRole("link", { name: "小程序码" }).click();
  await page.getByRole("button", { name: "退出登录，试试“小程序码”" }).click();
  await showsQr(page);
  expect(service.calls).toContain("DELETE /v1/session");
  expect(await page.locator("saoma-login").getAttribute("channel")).toBe("mini-program");
  expect(await page.getByTestId("member").isVisible()).toBe(false);
  expect(await page.getByTestId("try").isVisible()).toBe(false);
});

test("after the scan the button leads to the phone, and its times are Beijing's, whose accounts have their kind", async () => {
  const page = await open();
  await showsQr(page);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "scanned" });
  await page.locator("a.pill.rest", { hasText: "看手机" }).waitFor();
  service.move({ status: "granted" });
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  const iso = (await page.getByTestId("last-sign-in").getAttribute("datetime")) ?? "";
  const there = new Intl.DateTimeFormat("zh-CN", {
    timeZone: "Asia/Shanghai",
    dateStyle: "medium",
    timeStyle: "short",
  });
  expect(await page.getByTestId("last-sign-in").textContent()).toBe(there.format(new Date(iso)));
  expect(await page.locator(".zone").textContent()).toBe("北京时间");
  await page.getByTestId("wechats").getByText("服务号 · 这次用它登录").waitFor();
});

test("a page that missed the event asks who is signed in", async () => {
  const page = await open();
  serve();
  service.signIn();
  await page.reload();
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
});

test("a sign-out that fails is reported, and the user stays signed in", async () => {
  service.signIn();
  const page = await open(wide, someone(Date.now()));
  service.fault("DELETE /v1/session", { status: 503, code: "store_unavailable" });
  await page.getByTestId("sign-out").click();
  await page.getByText("没能退出").waitFor();
  expect(await page.getByTestId("name").isVisible()).toBe(true);
});

test("a user who was signed out elsewhere is signed out here when the page is shown, but not if the service is away", async () => {
  service.signIn();
  const page = await open(wide, someone(Date.now()));
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  service.fault("GET /v1/session", { status: 503, code: "store_unavailable" });
  const answered = page.waitForResponse("**/v1/session");
  await page.evaluate("dispatchEvent(new Event('focus'))");
  await answered;
  expect(await page.getByTestId("name").isVisible()).toBe(true);
  await fetch(`${service.url}/v1/session`, { method: "DELETE" });
  await page.evaluate("dispatchEvent(new Event('focus'))");
  await showsQr(page);
});

test("on a wide screen the phone lies beside, is asked to look at the QR, and stays the same phone", async () => {
  const page = await open();
  await showsQr(page);
  const frame = await frameOf(page);
  const loaded = await frame.evaluate("window.loaded");
  expect(frame.url()).toBe(`${phone.url}/?lang=zh-CN`);
  const link = page.getByTestId("phone");
  expect(await link.getAttribute("href")).toBe(aimed());
  await link.click();
  await frame.waitForURL(`${phone.url}/?lang=zh-CN#look`);

  await page.getByRole("link", { name: "登录码发到聊天里" }).click();
  await link.click();
  await frame.waitForURL(`${phone.url}/?lang=zh-CN#chat=wx2&draft=`);
  expect(await frame.evaluate("window.loaded")).toBe(loaded);
  expect(complaints).toEqual([]);
});

test("on a narrow screen the phone lies over the page, which says how far it is and comes back signed in", async () => {
  const page = await open(narrow);
  await showsQr(page);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await page.locator("aside.phone").isVisible()).toBe(false);
  await page.getByTestId("phone").click();
  await (await frameOf(page)).waitForURL(`${phone.url}/?lang=zh-CN#look`);
  const progress = page.getByTestId("progress");
  expect(await progress.textContent()).toBe("请在手机上继续");
  service.move({ status: "scanned" });
  await progress.getByText("已扫码").waitFor();
  await page.getByRole("button", { name: "回到网页" }).click();
  expect(await page.locator("aside.phone").isVisible()).toBe(false);
  await page.getByTestId("phone").click();
  service.move({ status: "granted" });
  await progress.getByText("已登录").waitFor();
  await page.locator("aside.phone").waitFor({ state: "hidden" });
  expect(await page.getByTestId("name").isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test("on a narrow screen the phone is as wide as it, whatever is said above it", async () => {
  const page = await open(narrow);
  await showsQr(page);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  await page.getByTestId("phone").click();
  const frame = page.locator("aside.phone iframe");
  await frame.waitFor();
  await page.evaluate("document.querySelector('[data-testid=progress]').textContent = 'x'.repeat(200)");
  expect((await frame.boundingBox())?.width).toBe(narrow.width);
});

test("each way shows its own questions, and the URL remembers it", async () => {
  const page = await open();
  await showsQr(page);
  await page.getByRole("link", { name: "小程序码" }).click();
  await expect.poll(() => service.attempts.size).toBe(2);
  expect(new URL(page.url()).searchParams.get("way")).toBe("mini-program");
  const login = page.locator("saoma-login");
  expect(await login.getAttribute("channel")).toBe("mini-program");
  expect(await login.getAttribute("source")).toBe(null);
  await page.getByRole("link", { name: "选对数字才登录" }).click();
  expect([await login.getAttribute("application"), await login.getAttribute("source")]).toEqual([
    "number",
    "wx0000000000000001",
  ]);
  await page.getByRole("link", { name: "在微信里打开" }).click();
  await page.getByRole("img", { name: "本店网址的二维码" }).waitFor();
  expect(await login.isVisible()).toBe(false);
});

test("one step is always marked, from the first press to the last, and the button rests once the phone is at it", async () => {
  const page = await open();
  await showsQr(page);
  const marked = () => page.locator(".steps [aria-current]").allTextContents();
  const resting = () => page.locator("a.pill.rest").count();
  expect(await marked()).toEqual(["扫码"]);
  await page.getByTestId("phone").click();
  expect(await marked()).toEqual(["关注"]);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "scanned" });
  await expect.poll(marked).toEqual(["点“是我”"]);
  await page.getByRole("link", { name: "在微信里打开" }).click();
  expect(await marked()).toEqual(["打开网页"]);
  await page.getByRole("link", { name: "登录码发到聊天里" }).click();
  expect([await marked(), await resting()]).toEqual([["关注「手记」，发送登录码"], 0]);
  await page.getByTestId("phone").click();
  expect([await marked(), await resting()]).toEqual([["关注「手记」，发送登录码"], 1]);
});

test("inside WeChat the steps go as the phone says, which is another browser, to the end", async () => {
  const page = await open();
  await page.getByRole("link", { name: "在微信里打开" }).click();
  const frame = await frameOf(page);
  const shows = (screen: object) =>
    frame.evaluate(`parent.postMessage(${JSON.stringify({ saoma: "screen", ...screen })}, "*")`);
  const marked = () => page.locator(".steps [aria-current]").allTextContents();
  const shop = `${service.url}/inside`;
  await shows({ page: `${phone.url}/elsewhere` });
  expect(await marked()).toEqual(["打开网页"]);
  await shows({ page: shop });
  await expect.poll(marked).toEqual(["点“微信登录”"]);
  await page.locator("a.pill.rest", { hasText: "看手机" }).waitFor();
  await shows({ page: shop, asks: "userinfo" });
  await expect.poll(marked).toEqual(["允许"]);
  await shows({ page: `${shop}/member` });
  await page.getByText("已经在手机的微信里登录了").waitFor();
  expect(await marked()).toEqual([]);
  expect(await page.getByTestId("progress").textContent()).toBe("手机上已登录");
  await shows({ page: shop });
  await page.getByText("用微信扫一扫打开本店").waitFor();
  expect(await marked()).toEqual(["点“微信登录”"]);
});

test("with the mini-program the phone number comes before the pairing code", async () => {
  const page = await open();
  await showsQr(page);
  await page.getByRole("link", { name: "新用户绑定微信手机号" }).click();
  await expect.poll(() => service.attempts.size).toBe(2);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "scanned" });
  const marked = () => page.locator(".steps [aria-current]").allTextContents();
  await expect.poll(marked).toEqual(["点“用微信手机号登录”，允许"]);
  service.move({ status: "granted", pairing: "code" });
  await expect.poll(marked).toEqual(["在网页上输入配对码"]);
});

test("one button is the main one, where another one is beside it, too", async () => {
  const page = await open();
  await showsQr(page);
  expect(await mainButtons(page)).toEqual(["用手机扫码"]);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "phone_required" });
  await page.locator("saoma-login").getByLabel("手机号").waitFor();
  expect(await mainButtons(page)).toEqual(["发送验证码"]);
  service.move({ status: "declined", reason: "conflict" });
  await page.getByText("这个号码是我新办的").waitFor();
  expect(await mainButtons(page)).toEqual(["重试"]);
});

test("a step that asks for a number fills it in by itself", async () => {
  const page = await open();
  await showsQr(page);
  await page.getByRole("link", { name: "新用户用短信绑定手机号" }).click();
  const number = page.locator(".steps button");
  expect(await number.isDisabled()).toBe(true);
  await expect.poll(() => service.attempts.size).toBe(2);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "phone_required" });
  await number.click();
  const line = page.locator("saoma-login").getByLabel("手机号");
  expect(await line.inputValue()).toMatch(/^13\d{9}$/);
  expect(await line.inputValue()).toBe(await number.textContent());
});

test("after a refusal the panel's button is the way on, and a user who opens the phone instead gets a fresh QR", async () => {
  const page = await open();
  await showsQr(page);
  while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  service.move({ status: "declined", reason: "by_person" });
  await page.locator("a.pill.rest").waitFor();
  const before = service.attempts.size;
  await page.getByTestId("phone").click();
  await showsQr(page);
  expect(service.attempts.size).toBe(before + 1);
  await (await frameOf(page)).waitForURL(`${phone.url}/?lang=zh-CN#look`);
});

test.each([320, 340])("at %i px nothing is cut off, in any way, signed in or not", async (width) => {
  const page = await open({ width, height: 700 });
  const overflow = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
  const found: unknown[] = [await overflow()];
  for (const way of await page.locator("a[data-method]").all()) {
    await way.click();
    found.push(await overflow(), ...(await beyond(page)));
  }
  service.signIn();
  const member = await open({ width, height: 700 }, someone(Date.now()));
  await member.getByTestId("wechats").getByText("这次用它登录").waitFor();
  found.push(await overflow(), ...(await beyond(member)));
  expect(found.filter((pixels) => Number(pixels) > 0)).toEqual([]);
});

/** How many pixels the elements of the entrance reach beyond the right edge. */
const beyond = (page: Page): Promise<number[]> =>
  page.evaluate(`[...document.querySelectorAll(".door *:not([hidden])")]
    .map((each) => each.getBoundingClientRect().right - innerWidth)
    .filter((pixels) => pixels > 0)`);

test("the phone's camera sees the QR of this page, and no other phone's camera does", async () => {
  const page = await open();
  await showsQr(page);
  const frame = await frameOf(page);
  await frame.evaluate("look()");
  await expect.poll(() => frame.evaluate("seen.length")).toBe(1);
  expect(await frame.evaluate("seen[0]")).toEqual({
    data: { saoma: "qr", image: qr()?.image },
    origin: service.url,
  });

  await page.evaluate("window.heard = []; addEventListener('message', ({ data }) => heard.push(data.saoma))");
  await page.evaluate("postMessage({ saoma: 'camera?' }, location.origin)");
  await expect.poll(() => page.evaluate("heard.length")).toBe(1);
  await frame.evaluate("look()");
  await expect.poll(() => frame.evaluate("seen.length")).toBe(2);
  expect(await page.evaluate("heard")).toEqual(["camera?", "camera?"]);
});
