import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, pairingCodeOf, reaches, type Site, stateOf } from "./site.ts";

const sizes = {
  "a desktop": { viewport: { width: 1280, height: 800 } },
  "a small window, dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
} satisfies Record<string, BrowserContextOptions>;

/** Chromium logs this for every response of 4xx. */
const refused = /status of 4(01|03|09|22)/;

const folder = "examples/linking";
let script: string;
let chromium: Browser;

beforeAll(async () => {
  script = await bundle(`${folder}/wechats.ts`);
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** Bundles like a site's own bundler, except that `saoma/client` comes from the sources. */
async function bundle(input: string): Promise<string> {
  const alias = { "saoma/client": new URL("../../src/client/index.ts", import.meta.url).pathname };
  const build = await rolldown({ input, platform: "browser", resolve: { alias } });
  const { output } = await build.generate({ format: "es" });
  await build.close();
  return output[0].code;
}

/** The example's page, and the page that signs in. */
const openShop = () =>
  openSite("service", {
    options: { session: { freshFor: "1m" } },
    pages: {
      "/wechats": { type: "text/html", body: readFileSync(`${folder}/wechats.html`, "utf8") },
      "/wechats.css": { type: "text/css", body: readFileSync(`${folder}/wechats.css`, "utf8") },
      "/wechats.js": { type: "text/javascript", body: script },
    },
  });

/** Scans the picture, and confirms in the chat if that asks. */
async function scan({ wechat: { simulator }, appid }: Site, person: string, image: string, answer?: string) {
  const { control } = simulator;
  const { outcome } = await control.scan(person, { image });
  if (outcome === "follow-sheet") await control.follow(person, appid);
  if (answer === undefined) return;
  const asked = control.chat(person, appid).findLast(({ links }) => links.length > 0);
  const link = asked?.links.findIndex(({ text }) => text === answer) ?? -1;
  if (link < 0) throw new Error(`nothing says "${answer}": ${asked?.text}`);
  await control.tap(person, appid, asked?.id ?? "", link);
}

async function signedIn(site: Site, person = "xiaoming", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await openBrowser(chromium, options, refused)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  await reaches(page, "pending");
  await scan(site, person, (await stateOf(page)).qr?.image ?? "", "是我，登录");
  await reaches(page, "signed-in");
  return page;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
const says = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text }).first().waitFor();
const rows = (page: Page) => page.locator("#wechats li").allTextContents();

/** The QR of the page, once it shows this text. */
async function shownWith(page: Page, words: string): Promise<string> {
  await says(page, words);
  return (await page.getByRole("img").getAttribute("src")) ?? "";
}

/** A WeChat of the account approves what the page asks. */
const approve = async (site: Site, page: Page, person = "xiaoming"): Promise<void> =>
  scan(site, person, await shownWith(page, "请先用这个账号的微信扫码"), "是我，确认");

/** Types the pairing code that the chat sent to this person. */
async function pair(page: Page, code: string): Promise<void> {
  await says(page, "请输入那个微信收到的配对码");
  await page.getByLabel("配对码").fill(code);
  await press(page, "添加");
}

/** From the approval by the account's own WeChat to the pairing code of the WeChat that is added. */
async function add(site: Site, page: Page, person = "xiaohong"): Promise<void> {
  await press(page, "添加微信");
  await approve(site, page);
  await scan(site, person, await shownWith(page, "请用要添加的微信扫码"));
  await pair(page, pairingCodeOf(site, person));
  await says(page, "已添加");
}

/** Saves a screenshot for developers of the page in the folder `SAOMA_PICTURES`. */
const shoot = async (page: Page, name: string): Promise<void> => {
  const { SAOMA_PICTURES: folder } = process.env;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

const accountOf = (page: Page): Promise<unknown> =>
  page.evaluate("fetch('/v1/session').then((answer) => answer.json()).then(({ account }) => account?.id)");

for (const [device, options] of Object.entries(sizes)) {
  test(`on ${device}: a second WeChat is added, and signs in to the same account; taken off, and had back`, async () => {
    const site = await openShop();
    const page = await signedIn(site, "xiaoming", options);
    const mine = await accountOf(page);
    await page.goto(`${site.origin}/wechats`);
    await expect.poll(() => rows(page)).toEqual(["青禾（这次登录用的）移除"]);
    await add(site, page);
    expect((await rows(page)).toSorted()).toEqual(["青禾移除", "青禾（这次登录用的）移除"]);
    expect(await accountOf(page)).toBe(mine);
    const hers = await signedIn(site, "xiaohong");
    expect(await accountOf(hers)).toBe(mine);

    await page.locator("#wechats li").filter({ hasNotText: "这次登录用的" }).getByRole("button").click();
    await approve(site, page);
    await expect.poll(() => rows(page)).toEqual(["青禾（这次登录用的）移除", "青禾（已移除）恢复"]);
    expect(await accountOf(hers)).toBeUndefined();
    await press(page, "恢复");
    await approve(site, page);
    await expect.poll(async () => (await rows(page)).toSorted()).toEqual(["青禾移除", "青禾（这次登录用的）移除"]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
}

test("one of the account's own WeChats approves each change; by a stranger nothing is approved", async () => {
  const site = await openShop();
  const page = await signedIn(site);
  await page.goto(`${site.origin}/wechats`);
  await press(page, "添加微信");
  await approve(site, page, "afei");
  await says(page, "这个微信不属于你的账号");
  await press(page, "换一个码");
  await approve(site, page);
  await scan(site, "xiaohong", await shownWith(page, "请用要添加的微信扫码"));
  await pair(page, pairingCodeOf(site, "xiaohong"));
  await says(page, "已添加");
  await page.locator("#wechats li").filter({ hasNotText: "这次登录用的" }).getByRole("button").click();
  await approve(site, page, "xiaohong");
  await expect.poll(() => rows(page)).toEqual(["青禾（这次登录用的）移除", "青禾（已移除）恢复"]);
});

test("a stranger who scans the page first gets a pairing code that nobody types, and three wrong ones end it", async () => {
  const site = await openShop();
  const page = await signedIn(site);
  await page.goto(`${site.origin}/wechats`);
  await press(page, "添加微信");
  await approve(site, page);
  await scan(site, "afei", await shownWith(page, "请用要添加的微信扫码"));
  const strangers = pairingCodeOf(site, "afei");
  await says(page, "请输入那个微信收到的配对码");
  for (const [by, words] of ["配对码不对", "配对码不对", "配对码三次都不对，什么都没有改变"].entries()) {
    await page.getByLabel("配对码").fill(String((Number(strangers) + by + 1) % 1_000_000).padStart(6, "0"));
    await press(page, "添加");
    await says(page, words);
  }
  await press(page, "换一个码");
  await scan(site, "xiaohong", await shownWith(page, "请用要添加的微信扫码"));
  await pair(page, pairingCodeOf(site, "xiaohong"));
  await says(page, "已添加");
  expect(await rows(page)).toHaveLength(2);
});

test("the last WeChat stays, another account's stays where it is, and who gives up has changed nothing", async () => {
  const site = await openShop();
  await signedIn(site, "xiaohong");
  const page = await signedIn(site);
  await page.goto(`${site.origin}/wechats`);
  await press(page, "移除");
  await approve(site, page);
  await says(page, "这是最后一个微信");
  await press(page, "添加微信");
  await approve(site, page);
  await scan(site, "xiaohong", await shownWith(page, "请用要添加的微信扫码"));
  await says(page, "已有自己的账号");
  await press(page, "取消");
  await says(page, "已取消");
  expect(await page.getByRole("img").count()).toBe(0);
  expect(await rows(page)).toEqual(["青禾（这次登录用的）移除"]);
});

test("a reload continues at the same step, before the scan and after it", async () => {
  const site = await openShop();
  const page = await signedIn(site);
  await page.goto(`${site.origin}/wechats`);
  await press(page, "添加微信");
  await approve(site, page);
  const image = await shownWith(page, "请用要添加的微信扫码");
  await page.reload();
  expect(await shownWith(page, "请用要添加的微信扫码")).toBe(image);
  await page.goto("about:blank");
  await scan(site, "xiaohong", image);
  await page.goto(`${site.origin}/wechats`);
  await pair(page, pairingCodeOf(site, "xiaohong"));
  await says(page, "已添加");
  expect(await rows(page)).toHaveLength(2);
});

const wechatOnAndroid =
  "Mozilla/5.0 (Linux; Android 16; wv) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60";

/** Goes through WeChat's page, which asks whose phone this is, and back to our page. */
async function goAs(page: Page, person: string): Promise<void> {
  await page.context().clearCookies({ name: /^sim/ });
  await page.getByRole("link", { name: "打开微信" }).click();
  await page.getByText(person).click();
}

test("inside WeChat the account proves itself, adds the WeChat that opens WeChat's page, and is told of a foreign one", async () => {
  const site = await openShop();
  const phone = { userAgent: wechatOnAndroid, viewport: { width: 390, height: 844 } };
  const page = await (await openBrowser(chromium, phone, refused)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  await press(page, "微信登录");
  await page.getByText("小明").click();
  await reaches(page, "signed-in");

  await page.goto(`${site.origin}/wechats`);
  await press(page, "添加微信");
  await says(page, "确认是你本人");
  await goAs(page, "阿飞");
  await page.getByText("这个微信不属于正在操作的账号").waitFor();
  await page.getByRole("link", { name: "回到原来的页面" }).click();
  await says(page, "确认是你本人");
  await goAs(page, "小明");
  await press(page, "是我，同意");
  await says(page, "已确认");
  await press(page, "添加微信");
  await says(page, "添加那个微信");
  await goAs(page, "小红");
  await says(page, "要添加这个微信吗");
  expect(await rows(page)).toHaveLength(1);
  await press(page, "是我，添加");
  await says(page, "已添加");
  expect(await rows(page)).toHaveLength(2);
});

test("a user who is not signed in is told so", async () => {
  const site = await openShop();
  const page = await (await openBrowser(chromium, {}, refused)).newPage();
  await page.goto(`${site.origin}/wechats`);
  await says(page, "请先登录");
});

test("a younger WeChat announces a change against an older one; the older one reads it, objects, and it is over", async () => {
  const site = await openShop();
  const page = await signedIn(site);
  await page.goto(`${site.origin}/wechats`);
  await add(site, page);
  await page.locator("#notices", { hasText: "账号添加了另一个微信" }).waitFor();
  const hers = await signedIn(site, "xiaohong", sizes["a small window, dark"]);
  await hers.goto(`${site.origin}/wechats`);
  await hers.locator("#wechats li").filter({ hasNotText: "这次登录用的" }).getByRole("button").click();
  await approve(site, hers, "xiaohong");
  await says(hers, "已申请");
  expect(await hers.locator("#changes li").allTextContents()).toEqual([
    expect.stringMatching(/^移除一个较早的微信，.+执行撤销$/),
  ]);
  await press(hers, "注销账号");
  await approve(site, hers, "xiaohong");
  await expect.poll(() => hers.locator("#changes li").count()).toBe(2);
  await shoot(hers, "announced-390-dark");

  await page.reload();
  await page.locator("#notices", { hasText: "有人申请注销这个账号" }).waitFor();
  await shoot(page, "announced-1280");
  expect(await rows(page)).toHaveLength(2);
  for (const left of [1, 0]) {
    await press(page, "反对");
    await expect.poll(() => page.locator("#changes li").count()).toBe(left);
  }
  await page.locator("#notices", { hasText: "什么都没有改变" }).waitFor();
  await hers.reload();
  await expect.poll(() => rows(hers)).toHaveLength(2);
  expect(await hers.locator("#changes li").count()).toBe(0);
  expect(await hers.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
});

for (const [name, size] of Object.entries(sizes)) {
  test(`a user sees where they are signed in, ends one browser, then all of them: ${name}`, async () => {
    const site = await openShop();
    const page = await signedIn(site, "xiaoming", size);
    const other = await signedIn(site);
    await page.goto(`${site.origin}/wechats`);
    const listed = page.locator("#sessions li");
    await expect.poll(() => listed.count()).toBe(2);
    expect((await listed.allTextContents()).filter((text) => text.includes("（当前）"))).toHaveLength(1);
    await listed.filter({ hasNotText: "（当前）" }).getByRole("button").click();
    await says(page, "那个浏览器已退出");
    await expect.poll(() => listed.count()).toBe(1);
    const status = (one: Page) => one.evaluate(() => fetch("/v1/session").then((answer) => answer.status));
    expect([await status(page), await status(other)]).toEqual([200, 401]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await press(page, "退出所有设备");
    await says(page, "请先登录");
    expect(await status(page)).toBe(401);
  });
}
