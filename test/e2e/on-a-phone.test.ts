import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSignIn, sceneOf } from "../../mini-program/pages/login/sign-in.ts";
import { playWx } from "../mini-program/host.ts";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, reaches, type Site, stateOf, turn } from "./site.ts";

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

const iphone = {
  userAgent:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

const openPhone = () => openBrowser(chromium, iphone, /WebSocket connection|ERR_/);

/** xiaoming's mini-program, opened by the link or the picture. */
async function miniProgram({ wechat: { simulator }, saoma, origin, appid }: Site) {
  const opened = await simulator.control.miniProgram.view("xiaoming");
  const { host } = playWx({ simulator, saoma }, "xiaoming");
  return createSignIn(host, { origin, appid, scene: sceneOf(opened?.query ?? {}) }, () => {});
}

/** The person taps the link, and WeChat's page asks whose phone opens it. */
async function follow(page: Page): Promise<void> {
  const { link } = await stateOf(page);
  await page.evaluate(`location.assign(${JSON.stringify(link)})`);
  await page.getByRole("button", { name: /小明/ }).click();
  await page.getByText("已在小明的手机上打开").waitFor();
}

test("tap the link, allow it in WeChat, come back to the browser: signed in", async () => {
  const site = await openSite("mini-program");
  const page = await (await openPhone()).newPage();
  await page.goto(site.origin);
  expect(await reaches(page, "pending")).toMatchObject({ link: expect.stringContaining("/wxaurl/") });
  await follow(page);
  const phone = await miniProgram(site);
  await phone.open();
  await phone.allow();
  await page.goBack();
  await page.goBack();
  await reaches(page, "signed-in");
});

test("WeChat is in front, and the page knows at once when it is shown again, also after its timers stood still", async () => {
  const site = await openSite("mini-program");
  const context = await openPhone();
  const page = await context.newPage();
  await page.goto(site.origin);
  const { link = "" } = await reaches(page, "pending");
  await turn(page, "hidden");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  await site.wechat.simulator.control.scan("xiaoming", { content: link });
  const phone = await miniProgram(site);
  await phone.open();
  await phone.allow();
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await turn(page, "visible");
  await reaches(page, "signed-in");
});

test("a browser that was closed meanwhile continues at the step that the person has reached in WeChat", async () => {
  const site = await openSite("mini-program");
  const context = await openPhone();
  const page = await context.newPage();
  await page.goto(site.origin);
  const { link = "" } = await reaches(page, "pending");
  await site.wechat.simulator.control.scan("xiaoming", { content: link });
  const phone = await miniProgram(site);
  await page.close();
  await phone.open();
  const second = await context.newPage();
  await second.goto(site.origin);
  await reaches(second, "scanned");
  await second.close();
  await phone.allow();
  const third = await context.newPage();
  await third.goto(site.origin);
  await reaches(third, "signed-in");
});

test("without a link the picture is in reach of a long press, and WeChat takes it from the album", async () => {
  const site = await openSite("mini-program", { source: { code: { link: false } } });
  const page = await (await openPhone()).newPage();
  await page.goto(site.origin);
  const { link, qr } = await reaches(page, "pending");
  expect(link).toBeUndefined();
  const pressed = await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => {
    const root = document.querySelector("saoma-login").shadowRoot;
    const image = [...root.querySelectorAll("img")].find(({ src }) => src.startsWith("data:image/jpeg"));
    const { left, top, width, height } = image.getBoundingClientRect();
    const under = root.elementFromPoint(left + width / 2, top + height / 2);
    const style = getComputedStyle(image);
    resolve({ isImage: under === image, src: image.src, select: style.userSelect, press: style.pointerEvents });
  }))`);
  const { src, ...reach } = pressed as { src: string };
  expect(reach).toEqual({ isImage: true, select: "auto", press: "auto" });
  expect(src === qr?.image).toBe(true);
  const { outcome } = await site.wechat.simulator.control.scan("xiaoming", { image: src });
  expect(outcome).toBe("mini-program");
  const phone = await miniProgram(site);
  await phone.open();
  await phone.allow();
  await reaches(page, "signed-in");
});

test("a code and the account's name can be copied", async () => {
  const site = await openSite("subscription");
  const context = await openPhone();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  await page.goto(site.origin);
  const { code } = await reaches(page, "pending");
  await page.getByRole("button", { name: "复制" }).first().click();
  await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toBe(code?.text);
  const name = await page.evaluate(`{
    const root = document.querySelector("saoma-login").shadowRoot;
    const shown = [...root.querySelectorAll("*")].find((one) => one.children.length === 0 && one.textContent.includes("青禾"));
    getComputedStyle(shown).userSelect;
  }`);
  expect(name).not.toBe("none");
});
