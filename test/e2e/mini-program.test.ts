import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSignIn, type SignInState, sceneOf } from "../../mini-program/pages/login/sign-in.ts";
import { playWx } from "../mini-program/host.ts";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

let chromium: Browser;
let site: Site;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

beforeEach(async () => {
  site = await openSite("mini-program", { source: { name: "一叶茶单" }, application: { confirm: "new-browser" } });
});

/** The page, in a browser whose errors fail the test. */
async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await openBrowser(chromium, options)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  return page;
}

const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();

/** A person scans the screen. Returns the mini-program's page that opens. */
async function take(page: Page, person: string) {
  const { origin, saoma, appid } = site;
  const { simulator } = site.wechat;
  const { control } = simulator;
  await says(page, "然后在手机上允许登录");
  await page.getByRole("img", { name: "微信登录二维码" }).waitFor();
  const image = `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  expect(await control.scan(person, { image })).toMatchObject({ outcome: "mini-program", appid });
  const opened = await control.miniProgram.view(person);
  const shown: SignInState[] = [];
  const { host } = playWx({ simulator, saoma }, person);
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
  });
}

test("after a no in the mini-program, the page says so and offers another code", async () => {
  const page = await open({});
  const phone = await take(page, "xiaohong");
  await phone.signIn.open();
  await phone.signIn.decline();
  await says(page, "已取消登录");
  await page.getByRole("button", { name: "重试" }).click();
  await take(page, "xiaohong");
});
