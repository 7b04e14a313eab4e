import axe from "axe-core";
import type { Browser, BrowserContextOptions, Frame, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { folderWith, running } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";

const looks = {
  "a desktop, light, English": { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-US" },
  "a desktop, dark, Chinese": { viewport: { width: 1280, height: 800 }, colorScheme: "dark", locale: "zh-CN" },
  "a phone, light, Chinese": { viewport: { width: 390, height: 844 }, colorScheme: "light", locale: "zh-CN" },
  "a phone, dark, English": { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "en-US" },
} satisfies Record<string, BrowserContextOptions>;

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/**
 * Axe's findings on a page, for each of its frames. A page in the simulated browser runs no scripts, so axe cannot run
 * in it either. That page is checked in a tab of its own.
 */
async function violations(page: Page): Promise<string[]> {
  const frames = page.frames().filter((frame) => /^http/.test(frame.url()) && !frame.url().includes("/page/document"));
  return (await Promise.all(frames.map(violationsIn))).flat();
}

async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  const { pathname } = new URL(frame.url());
  // The frame is drawn on what lies behind it, which axe cannot see from inside the frame.
  const rules = pathname === "/connect/qrconnect" ? { "color-contrast": { enabled: false } } : {};
  const options = JSON.stringify({ iframes: false, rules });
  const { violations } = (await frame.evaluate(`axe.run(document, ${options})`)) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${pathname} ${id}: ${target} ${failureSummary}`),
  );
}

const press = (where: Page | FrameLocator, ...names: string[]) =>
  where
    .getByRole("button", { name: new RegExp(`^(${names.join("|")})$`) })
    .last()
    .click();

for (const [look, options] of Object.entries(looks)) {
  test(`axe has nothing against the demo and its phone on ${look}`, async () => {
    const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0", SAOMA_DATA: folderWith() };
    const { url } = await running(["dev"], { env });
    const context = await chromium.newContext({ ...options, reducedMotion: "reduce", bypassCSP: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const phone = page.frameLocator("aside.phone iframe");
    const isSmall = options.viewport.width < 740;
    const found: Record<string, string[]> = {};
    const check = async (where: string) => {
      const complaints = await violations(page);
      if (complaints.length > 0) found[where] = complaints;
    };
    const at = async (way: string, shown: string) => {
      await page.goto(`${url}/?way=${way}`);
      await page.locator(shown).filter({ visible: true }).first().waitFor();
    };

    await at("qr", "saoma-login [part=qr]");
    await check("the QR");
    await page.getByTestId("phone").click();
    await phone
      .getByRole("dialog")
      .getByRole("button", { name: /^(Follow|关注)$/ })
      .waitFor();
    await check("the follow sheet");
    await phone
      .getByRole("dialog")
      .getByRole("button", { name: /^(Follow|关注)$/ })
      .click();
    await phone.getByRole("button", { name: /Yes, it's me|是我，登录/ }).waitFor();
    await check("the question in the chat");
    await press(phone, "Yes, it's me", "是我，登录");
    await page.getByTestId("name").filter({ visible: true }).waitFor();
    if (isSmall) await page.locator("aside.phone").waitFor({ state: "hidden" });
    await check("signed in");
    await page.getByTestId("sign-out").click();
    await page.locator("saoma-login [part=qr]").waitFor();

    await at("code", "saoma-login [part=digits]");
    await page.getByTestId("phone").click();
    await phone
      .locator(".write")
      .getByRole("button", { name: /^(Follow|关注)$/ })
      .waitFor();
    await check("a code, and a chat that is not followed");
    await at("mini-program", "saoma-login [part=qr]");
    await page.getByTestId("phone").click();
    await phone
      .frameLocator("iframe.preview")
      .getByRole("button", { name: /^(Allow|允许登录)$/ })
      .waitFor();
    await check("the mini-program");
    await at("open-platform", ".wechat iframe");
    await page.frameLocator(".wechat iframe").getByRole("img").waitFor();
    await page.getByTestId("phone").click();
    await phone
      .getByRole("dialog")
      .getByRole("button", { name: /^(Allow|同意)$/ })
      .waitFor();
    await check("WeChat's page, and its question");
    await at("in-wechat", ".inside img");
    await page.getByTestId("phone").click();
    await phone
      .frameLocator("iframe.page")
      .getByRole("button", { name: /^(WeChat login|微信登录)$/ })
      .waitFor();
    await check("inside WeChat");
    await page.goto(`${url}/inside`);
    await check("the page inside WeChat");
    expect(found).toEqual({});
  });

  test(`axe has nothing against the simulator's own pages on ${look}`, async () => {
    const { url } = await running(["simulator", "--port", "0"]);
    const context = await chromium.newContext({ ...options, reducedMotion: "reduce", bypassCSP: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const found: Record<string, string[]> = {};
    const check = async (where: string) => {
      const complaints = await violations(page);
      if (complaints.length > 0) found[where] = complaints;
    };
    await fetch(`${url}/_sim/sms`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to: "13800138001", text: "验证码 204613" }),
    });
    await page.goto(url);
    await page.getByRole("button", { name: /^(Text messages|短信)/ }).waitFor();
    await check("the list");
    await page.getByRole("button", { name: /^(Text messages|短信)/ }).click();
    await page.getByRole("dialog").getByText("204613").waitFor();
    await check("text messages");
    await press(page, "Close", "关闭");
    await press(page, "Scan", "扫一扫");
    await page.getByRole("dialog").waitFor();
    await check("the camera");
    await page.keyboard.press("Escape");
    await page.goto(`${url}/log`);
    await page.getByRole("button").first().waitFor();
    await check("the log");
    expect(found).toEqual({});
  });
}
