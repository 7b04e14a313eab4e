import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { demoPage, demoPolicy } from "../../src/cli/demo/page.ts";
import { demoStyle } from "../../src/cli/demo/style.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { type ScriptedService, someone, startScriptedService } from "../client/scripted-service.ts";
import { launchChromium } from "./browser.ts";
import { bundleSource } from "./bundle.ts";

/** Stands in for the simulator's page: notes when it was loaded, and what its camera was shown. */
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
  scripts.set("/demo.js", await bundleSource("src/cli/demo/browser/main.ts"));
  scripts.set("/saoma-login.js", await bundleSource("src/widget/define.ts"));
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints.length = 0;
  [service, phone] = await Promise.all([startScriptedService(), startScriptedService()]);
  service.settings.sockets = true;
  phone.pages.set("/", { type: "text/html", body: phonePage });
  for (const [path, body] of scripts) service.pages.set(path, { type: "text/javascript", body });
  service.pages.set("/demo.css", { type: "text/css", body: demoStyle });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await Promise.all([service.close(), phone.close()]);
});

function serve(session?: SessionView | null): void {
  const phoneUrl = `${phone.url}/`;
  const body = demoPage({ language: "zh-CN", phoneUrl, ...(session !== undefined && { session }) });
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
const aimed = () => `${phone.url}/#person=xiaoming&scan=${encodeURIComponent(qr()?.content ?? "")}`;
const qr = () => [...service.attempts.values()].at(-1)?.view.qr;

async function frameOf(page: Page) {
  await page.locator("aside.phone iframe").waitFor();
  const frame = page.frames().find((each) => each.url().startsWith(phone.url));
  if (!frame) throw new Error("no phone in the page");
  await frame.waitForFunction("window.loaded");
  return frame;
}

test("who signs in is shown at once, and signing out brings a fresh QR", async () => {
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

test("whom the server knows is shown without a QR and without a question", async () => {
  const page = await open(wide, someone(Date.now()));
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
  expect(await page.locator("saoma-login").isVisible()).toBe(false);
  expect(service.calls).toEqual([]);
});

test("a page that was told nothing asks who is signed in", async () => {
  const page = await open();
  serve();
  service.signIn();
  await page.reload();
  await page.getByTestId("name").getByText("安静的海鸥").waitFor();
});

test("a sign-out that fails is told, and nobody is signed out", async () => {
  service.signIn();
  const page = await open(wide, someone(Date.now()));
  service.fault("DELETE /v1/session", { status: 503, code: "store_unavailable" });
  await page.getByTestId("sign-out").click();
  await page.getByText("没能退出").waitFor();
  expect(await page.getByTestId("name").isVisible()).toBe(true);
});

test("whoever was signed out elsewhere is so here as soon as they look, but not because the service is away", async () => {
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

test("on a wide screen the phone opens beside, aimed at the QR, and stays the same phone", async () => {
  const page = await open();
  await showsQr(page);
  const link = page.getByTestId("phone");
  expect(await link.getAttribute("href")).toBe(aimed());
  await link.click();
  const frame = await frameOf(page);
  const loaded = await frame.evaluate("window.loaded");
  expect(frame.url()).toBe(aimed());

  await page.evaluate("document.querySelector('saoma-login').reset()");
  await expect.poll(() => service.attempts.size).toBe(2);
  await showsQr(page);
  expect(await link.getAttribute("href")).toBe(aimed());
  await page.getByRole("button", { name: "收起手机" }).click();
  expect(await page.locator("aside.phone").isVisible()).toBe(false);
  await link.click();
  await frame.waitForURL(aimed());
  expect(await frame.evaluate("window.loaded")).toBe(loaded);
  expect(complaints).toEqual([]);
});

test("on a narrow screen the phone is a tab of its own, aimed at the QR", async () => {
  const page = await open(narrow);
  await showsQr(page);
  const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByTestId("phone").click()]);
  await tab.waitForURL(aimed());
  expect(await page.locator("aside.phone").isVisible()).toBe(false);
});

test("the phone's camera sees the QR shown, and nobody else's does", async () => {
  const page = await open();
  await showsQr(page);
  await page.getByTestId("phone").click();
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
