import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createSimulatorClient } from "../../src/simulator/index.ts";
import { folderWith, running } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";
import { mainButtons } from "./looks-right.ts";

const sizes = { "a desktop": { width: 1280, height: 800 }, "a phone": { width: 390, height: 844 } };

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** The demo as a user sees it after the start of `saoma dev`, and the simulated phone on its page. */
interface Demo {
  readonly page: Page;
  readonly phone: FrameLocator;
  /** Selects a way of signing in. */
  choose(name: string): Promise<void>;
  /** Opens the phone with the button under the panel. */
  take(): Promise<void>;
  isSignedIn(): Promise<void>;
}

/** Every error on the browser's console or in a script fails the test, except those that match `expected`. */
async function demo(viewport: { width: number; height: number }, expected = /$^/, language = "zh-CN"): Promise<Demo> {
  const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0", SAOMA_DATA: folderWith() };
  const { url } = await running(["dev"], { env });
  const context = await chromium.newContext({ viewport, locale: "zh-CN", reducedMotion: "reduce" });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  // The phones draw pages and run none of their scripts. The browser logs that.
  const isExpected = (text: string) => text.startsWith("Blocked script execution") || expected.test(text);
  context.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message.text())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  onTestFinished(() => expect(complaints).toEqual([]));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/?lang=${language}`);
  return {
    page,
    phone: page.frameLocator("aside.phone iframe"),
    async choose(name) {
      await page.getByRole("link", { name }).click();
      await page.locator(`a[aria-current]`, { hasText: name }).waitFor();
    },
    take: () => page.getByTestId("phone").click(),
    async isSignedIn() {
      await page.getByTestId("name").waitFor();
      expect(await page.getByTestId("name").textContent()).toMatch(/\S/);
    },
  };
}

/** Reads the pairing code on the phone and types it on the page, which the phone may cover. */
async function pair({ page }: Pick<Demo, "page">, told: Locator, field: Locator, submit: Locator): Promise<void> {
  const code = /\d{6}/.exec((await told.textContent()) ?? "")?.[0] ?? "";
  const back = page.getByRole("button", { name: "回到网页", exact: true });
  if (await back.isVisible()) await back.click();
  await field.fill(code);
  await submit.click();
}

const widgetField = (page: Page) => page.locator("saoma-login").getByLabel("配对码");
const widgetEnter = (page: Page) => page.locator("saoma-login [part~=enter]");
const toldInChat = (phone: FrameLocator) => phone.locator(".say.account .bubble", { hasText: "配对码" }).last();
const toldInMiniProgram = (phone: FrameLocator) =>
  phone.frameLocator("iframe.preview").getByRole("heading", { name: "配对码" });

const press = (where: Page | FrameLocator, name: string) =>
  where.getByRole("button", { name, exact: true }).last().click();

for (const [device, viewport] of Object.entries(sizes)) {
  test(`on ${device}: scanned, followed, confirmed by a tap`, async () => {
    const { page, phone, take, isSignedIn } = await demo(viewport);
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await isSignedIn();
  });

  test(`on ${device}: the code sent in the chat`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("登录码发到聊天里");
    const digits = page.locator("saoma-login [part=digits]");
    await digits.waitFor();
    await take();
    await press(phone, "关注");
    const line = phone.getByRole("textbox", { name: "发消息" });
    expect(await line.inputValue()).toBe(await digits.getAttribute("data-code"));
    await press(phone, "发送");
    await press(phone, "是我，登录");
    await isSignedIn();
  });

  test(`on ${device}: the code that the chat gives, typed into the page`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("从聊天里拿登录码");
    await page.locator("saoma-login [part=account-qr]").waitFor();
    // The page shows no code of its own that could be taken for the requested one.
    expect(await page.locator("saoma-login [part=digits]").count()).toBe(0);
    expect(await mainButtons(page)).toEqual(["打开手机上的聊天"]);
    await take();
    await press(phone, "关注");
    await press(phone, "发送");
    const answer = await phone.locator(".say.account .bubble", { hasText: "你的登录码" }).textContent();
    const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(answer ?? "")?.[0] ?? "";
    if (device === "a phone") await press(page, "回到网页");
    await page.locator("saoma-login [part=entry-input]").fill(code);
    expect(await mainButtons(page)).toEqual(["登录"]);
    await page.locator("saoma-login [part~=enter]").click();
    await isSignedIn();
  });

  test(`on ${device}: the mini-program's code, allowed on its page`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("小程序码");
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await press(phone.frameLocator("iframe.preview"), "允许登录");
    await isSignedIn();
  });

  test(`on ${device}: WeChat's own page, agreed to on the phone`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("微信的登录页");
    await page.frameLocator(".wechat iframe").getByRole("img", { name: "QR" }).waitFor();
    await take();
    await phone.getByRole("button", { name: "同意", exact: true }).waitFor();
    // The QR is scanned once. When the phone is opened again, it still shows its question.
    if (device === "a phone") await press(page, "回到网页");
    await page.locator("a.pill.rest", { hasText: "看手机" }).click();
    await press(phone, "同意");
    await isSignedIn();
    expect(await page.getByTestId("name").textContent()).toBe("小明");
  });

  test(`on ${device}: the shop opened inside WeChat`, async () => {
    const { page, phone, choose, take } = await demo(viewport);
    await choose("在微信里打开");
    await take();
    const shop = phone.frameLocator("iframe.page");
    await press(shop, "微信登录");
    await press(phone, "允许");
    await shop.getByTestId("name").getByText("小明").waitFor();
    expect(await page.locator(".inside .text").textContent()).toContain("已经在手机的微信里登录了");
    expect(await page.locator(".steps [aria-current]").count()).toBe(0);
    await press(shop, "退出登录");
    await press(shop, "微信登录");
    await shop.getByTestId("name").getByText("小明").waitFor();
  });

  test(`on ${device}: the page's number picked in the chat`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("选对数字才登录");
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    const number = page.locator("saoma-login [part=digits]");
    await number.waitFor();
    await expect.poll(() => number.textContent()).toMatch(/^\d\d$/);
    await press(phone, (await number.textContent()) ?? "");
    await isSignedIn();
  });

  test(`on ${device}: a newcomer binds the phone number that WeChat knows`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("新用户绑定微信手机号");
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await press(phone.frameLocator("iframe.preview"), "用微信手机号登录");
    await press(phone, "允许");
    await pair({ page }, toldInMiniProgram(phone), widgetField(page), widgetEnter(page));
    await isSignedIn();
  });

  test(`on ${device}: a newcomer binds a phone number by the code of an SMS`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    await choose("新用户用短信绑定手机号");
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await pair({ page }, toldInChat(phone), widgetField(page), widgetEnter(page));
    const line = page.locator("saoma-login").getByLabel("手机号");
    const enter = widgetEnter(page);
    // The phone closes by itself if it covers the page.
    await line.fill(await newcomersNumber(page));
    await enter.click();
    await page.getByText("看手机短信").waitFor();
    await take();
    const sms = await phone.getByRole("dialog", { name: "短信" }).getByText("验证码").textContent();
    await press(phone, "关闭");
    if (device === "a phone") await press(page, "回到网页");
    await page
      .locator("saoma-login")
      .getByLabel("验证码")
      .fill(/\d{6}/.exec(sms ?? "")?.[0] ?? "");
    await enter.click();
    await isSignedIn();
  });

  test(`on ${device}: after anybody's sign-in a newcomer binds a phone, and the next newcomer is another person`, async () => {
    const { page, phone, choose, take, isSignedIn } = await demo(viewport);
    const qr = page.locator("saoma-login [part=qr]");
    await qr.waitFor();
    await scanElsewhere(page, "xiaoming");
    await isSignedIn();
    const met = new Set(["xiaoming"]);
    for (const _ of [1, 2]) {
      await press(page, "退出登录");
      await qr.waitFor();
      await choose("新用户绑定微信手机号");
      await qr.waitFor();
      await take();
      await press(phone.frameLocator("iframe.preview"), "用微信手机号登录");
      await press(phone, "允许");
      await pair({ page }, toldInMiniProgram(phone), widgetField(page), widgetEnter(page));
      // Confirms that this is another person than the last one in this browser.
      await page.locator("saoma-login [part~=proceed]").click();
      await isSignedIn();
      await page.locator("aside.phone").waitFor({ state: device === "a phone" ? "hidden" : "visible" });
      met.add((await page.getByTestId("name").textContent()) ?? "");
    }
    expect(met.size).toBe(3);
  });

  test(`on ${device}: "not me" in the chat signs out the page beside`, async () => {
    // The browser logs that nobody is signed in any more.
    const { page, phone, take, isSignedIn } = await demo(viewport, /401 \(Unauthorized\)/);
    const qr = page.locator("saoma-login [part=qr]");
    await qr.waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await isSignedIn();
    if (device === "a phone") {
      await page.locator("aside.phone").waitFor({ state: "hidden" });
      await page.evaluate("document.querySelector('aside.phone').hidden = false");
    }
    await press(phone, "不是我");
    await expect.poll(() => page.getByTestId("member").isVisible(), { timeout: 3000 }).toBe(false);
    await qr.waitFor();
  });

  test(`on ${device}: a text message drops in on the phone beside`, async () => {
    const { page, phone, choose, take } = await demo(viewport);
    await choose("新用户用短信绑定手机号");
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await pair({ page }, toldInChat(phone), widgetField(page), widgetEnter(page));
    await page
      .locator("saoma-login")
      .getByLabel("手机号")
      .fill(await newcomersNumber(page));
    await page.locator("saoma-login [part~=enter]").click();
    if (device === "a phone") await take();
    await phone
      .getByRole("status")
      .getByText("验证码")
      .or(phone.getByRole("dialog", { name: "短信" }))
      .waitFor();
  });

  test(`on ${device}: another person's WeChat is added, taken off and had back`, async () => {
    // The browser logs that each change is refused until it is approved.
    const { page, phone, take, isSignedIn } = await demo(viewport, /403 \(Forbidden\)|422 /);
    await page.locator("saoma-login [part=qr]").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await isSignedIn();
    const wechats = page.getByTestId("wechats").getByRole("listitem");
    await wechats.getByText("这次用它登录").waitFor();
    await page.locator("aside.phone").waitFor({ state: device === "a phone" ? "hidden" : "visible" });

    const panel = page.getByTestId("linking");
    await press(page, "添加一个微信");
    await approve({ page, phone, take });
    await panel.getByText("用要添加的微信扫一扫").waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    const submit = panel.getByRole("button", { name: "添加", exact: true });
    await panel.getByLabel("配对码").waitFor();
    if (device === "a phone") await press(page, "回到网页");
    await page.locator("a.pill.rest", { hasText: "看手机" }).waitFor();
    await panel.getByLabel("配对码").fill("000000");
    await submit.click();
    await panel.getByText("配对码不对").waitFor();
    await pair({ page }, toldInChat(phone), panel.getByLabel("配对码"), submit);
    await page.getByText("添加好了").waitFor();
    // Both are of one 服务号. Their times distinguish them, and the one that signed in cannot be removed.
    expect(await wechats.allTextContents()).toEqual([
      expect.stringMatching(/服务号 · 这次用它登录 · \d+年\d+月\d+日 \d\d:\d\d 起$/),
      expect.stringMatching(/服务号 · \d+年\d+月\d+日 \d\d:\d\d 起移除$/),
    ]);
    await page.locator("aside.phone").waitFor({ state: device === "a phone" ? "hidden" : "visible" });

    await press(page, "移除");
    await approve({ page, phone, take });
    await wechats.getByText("已移除").waitFor();
    await press(page, "恢复");
    await approve({ page, phone, take });
    await wechats.getByRole("button", { name: "移除" }).waitFor();
    expect(await wechats.count()).toBe(2);
  });

  test(`on ${device}: a WeChat with its own account is not added, and a user who gives up is back at the start`, async () => {
    // The browser logs that each change is refused until it is approved.
    const { page, phone, take, isSignedIn } = await demo(viewport, /403 \(Forbidden\)/);
    const qr = page.locator("saoma-login [part=qr]");
    await qr.waitFor();
    await scanElsewhere(page, "xiaohong");
    await isSignedIn();
    await press(page, "退出登录");
    await qr.waitFor();
    await take();
    await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
    await press(phone, "是我，登录");
    await page.locator("saoma-login [part~=proceed]").click();
    await isSignedIn();

    await press(page, "添加一个微信");
    await approve({ page, phone, take });
    const panel = page.getByTestId("linking");
    await panel.getByText("用要添加的微信扫一扫").waitFor();
    await take();
    await phone.getByText("已经有自己的账号").waitFor();
    await panel.getByText("没有添加").waitFor();
    if (device === "a phone") await press(page, "回到网页");
    await press(page, "换一个二维码");
    await panel.getByRole("img", { name: "二维码" }).waitFor();
    await press(page, "取消");
    await isSignedIn();
    expect(await page.getByTestId("wechats").getByRole("listitem").count()).toBe(1);
  });
}

/** The Chinese text of a page, without the names of people, accounts and languages. */
const chineseIn = async (where: FrameLocator | Page): Promise<string[]> => {
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text must be left out
  const text = await where.locator("body").innerText();
  return text.replace(/中文|一叶茶[铺单]网?|周末手记|接口测试号|小[明红]|阿飞/g, "").match(/[一-鿿]+/g) ?? [];
};

test("in an English demo the phone is English, too: the shop inside WeChat and the mini-program", async () => {
  const { page, phone, take, choose } = await demo(sizes["a desktop"], /$^/, "en");
  await choose("Inside WeChat");
  await take();
  const shop = phone.frameLocator("iframe.page");
  await shop.getByRole("button", { name: "WeChat login" }).waitFor();
  expect(await chineseIn(shop)).toEqual([]);
  expect(await chineseIn(phone)).toEqual([]);
  await choose("Mini-program code");
  await page.locator("saoma-login [part=qr]").waitFor();
  await take();
  const preview = phone.frameLocator("iframe.preview");
  await preview.getByRole("button", { name: "Allow", exact: true }).waitFor();
  expect(await chineseIn(preview)).toEqual([]);
  expect(await chineseIn(page)).toEqual([]);
});

/** The account's own WeChat approves what the page asks. */
async function approve({ page, phone, take }: Pick<Demo, "page" | "phone" | "take">): Promise<void> {
  const panel = page.getByTestId("linking");
  await panel.getByText("先确认是你本人").waitFor();
  await panel.getByRole("img", { name: "二维码" }).waitFor();
  // A proof adds no WeChat.
  expect(await panel.getByRole("status").textContent()).toBe("用这个账号的微信扫一扫");
  await take();
  await press(phone, "是我，确认");
}

/** The number that the page tells the user to type. */
async function newcomersNumber(page: Page): Promise<string> {
  const step = await page.locator(".steps li", { hasText: "填手机号" }).textContent();
  return /\d{11}/.exec(step ?? "")?.[0] ?? "";
}

/** A person signs in by the QR on the page with a phone that is not on the page. */
async function scanElsewhere(page: Page, person: string): Promise<void> {
  const address = new URL((await page.getByTestId("phone").getAttribute("href")) ?? "");
  const content = new URLSearchParams(address.hash.slice(1)).get("scan") ?? "";
  const simulator = createSimulatorClient(address.origin);
  const { appid = "" } = await simulator.scan(person, { content });
  await simulator.follow(person, appid);
  await simulator.send(person, appid, "1");
}
