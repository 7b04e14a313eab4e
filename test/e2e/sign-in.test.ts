import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { folderWith, running } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";
import { readQr } from "./qr-pixels.ts";

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** `saoma dev` as a newcomer starts it, on free ports. */
async function dev() {
  const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0", SAOMA_DATA: folderWith() };
  const { url } = await running(["dev"], { env });
  return url;
}

/** A page on which every error on the browser's console or in a script fails the test. */
async function open(url: string, size: { width: number; height: number }): Promise<[Page, BrowserContext]> {
  const context = await chromium.newContext({ viewport: size, locale: "zh-CN", serviceWorkers: "block" });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  context.on("console", (message) => {
    const expected = message.text().includes("401 (Unauthorized)");
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  onTestFinished(() => expect(complaints).toEqual([]));
  const page = await context.newPage();
  await page.goto(url);
  return [page, context];
}

const name = (page: Page) => page.getByTestId("name");

async function seeQr(page: Page): Promise<string> {
  const picture = page.locator("saoma-login").locator("img[src^='data:image/png']");
  await picture.waitFor();
  return readQr(await page.screenshot());
}

const tapYes = (phone: Page | FrameLocator) => phone.getByText("是我，登录").last().click();

test("on a desktop: the QR is on the page, the phone beside it signs in at once, and the page remembers until the sign-out", async () => {
  const [page] = await open(await dev(), { width: 1280, height: 800 });
  expect(await seeQr(page)).toMatch(/^http:\/\/weixin\.qq\.com\/q\/02/);
  await page.getByTestId("phone").click();
  const phone = page.frameLocator("aside.phone iframe");
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
  await phone.getByText("正在登录").waitFor();
  await tapYes(phone);
  await name(page).waitFor();
  const who = await name(page).textContent();
  expect(who).toMatch(/\S/);
  await phone.getByText(`${who}，你已登录`).waitFor();

  await page.reload();
  expect(await name(page).textContent()).toBe(who);

  await page.getByTestId("sign-out").click();
  await seeQr(page);
  // A user who signed out here is asked again.
  await page.getByTestId("phone").click();
  await expect.poll(() => phone.getByText("正在登录").count()).toBe(2);
  await tapYes(phone);
  await name(page).waitFor();
  expect(await name(page).textContent()).toBe(who);
});

test("on a phone: the simulated phone opens in its own tab on request", async () => {
  const [page, context] = await open(await dev(), { width: 390, height: 844 });
  expect(await seeQr(page)).toMatch(/^http:\/\/weixin\.qq\.com\/q\/02/);
  const opened = context.waitForEvent("page");
  await page.getByTestId("phone").click({ modifiers: ["ControlOrMeta"] });
  const phone = await opened;
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
  await tapYes(phone);
  await name(page).waitFor();
  expect(await name(page).textContent()).toMatch(/\S/);
});

test("the phone's camera takes the QR from the page beside it, and from a picture of the whole page", async () => {
  const url = await dev();
  const [page] = await open(url, { width: 1280, height: 800 });
  await seeQr(page);
  const image = `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  await page.getByTestId("phone").click();
  const phone = page.frameLocator("aside.phone iframe");
  await phone.getByRole("dialog").getByRole("button", { name: "关闭" }).click();
  await phone.getByRole("button", { name: "扫一扫" }).first().click();
  await phone.getByRole("button", { name: "对准页面" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).waitFor();

  const phoneOrigin = new URL((await page.getByTestId("phone").getAttribute("href")) ?? "").origin;
  const post = (path: string, body: object) =>
    fetch(`${phoneOrigin}/_sim/people/xiaohong${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).then((response) => response.json() as Promise<{ outcome: string; appid: string }>);
  const { outcome, appid } = await post("/scan", { image });
  expect(outcome).toBe("follow-sheet");
  await post("/follow", { appid });
  await page.locator("saoma-login").getByText("手机上确认").waitFor();
});

test("after a no on the phone the page says so, and offers another try", async () => {
  const [page] = await open(await dev(), { width: 1280, height: 800 });
  await seeQr(page);
  await page.getByTestId("phone").click();
  const phone = page.frameLocator("aside.phone iframe");
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
  await phone.getByText("不是我").last().click();
  const login = page.locator("saoma-login");
  await login.getByRole("button").click();
  await seeQr(page);
});
