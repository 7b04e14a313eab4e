import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, pairingCodeOf, reaches, type Site, stateOf } from "./site.ts";

const sizes = {
  "a desktop": { viewport: { width: 1280, height: 800 } },
  "a small window, dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
} satisfies Record<string, BrowserContextOptions>;

/** Chromium logs this for every response of 4xx. */
const refused = /status of 4(01|09|22|29)/;

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

const openShop = (application: object = {}) =>
  openSite("service", { application: { newcomers: "bind-phone", ...application }, sms: {} });

async function open(site: Site, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await openBrowser(chromium, options, refused)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.origin);
  return page;
}

/** A person scans the QR on the page, confirms in the chat and types the pairing code that the chat sends. */
async function scan(site: Site, page: Page, person: string): Promise<void> {
  await scanOnly(site, page, person);
  await pair(site, page, person);
}

/** Types the pairing code of this person: after the scan, and again after a reload of the page. */
async function pair(site: Site, page: Page, person: string): Promise<void> {
  await page.getByLabel("配对码").or(page.getByLabel("Pairing code")).fill(pairingCodeOf(site, person));
  await page.locator("saoma-login [part~=enter]").click();
  await reaches(page, "phone");
}

async function scanOnly({ wechat: { simulator }, appid }: Site, page: Page, person: string): Promise<void> {
  await reaches(page, "pending");
  const { control } = simulator;
  const { outcome } = await control.scan(person, { image: (await stateOf(page)).qr?.image ?? "" });
  if (outcome === "follow-sheet") await control.follow(person, appid);
  const asked = control.chat(person, appid).findLast(({ links }) => links.length > 0);
  await control.tap(person, appid, asked?.id ?? "", 0);
}

function numberOf({ wechat: { simulator } }: Site, person: string): string {
  return simulator.world().people.find(({ name }) => name === person)?.phone ?? "";
}

/** The code of the newest SMS, once this many were sent. */
async function codeOf({ wechat: { simulator } }: Site, person: string, count = 1): Promise<string> {
  const inbox = () => simulator.control.sms.inbox(person);
  await expect.poll(async () => (await inbox()).length, { timeout: 10_000 }).toBe(count);
  return /\d{6}/.exec((await inbox()).at(-1)?.text ?? "")?.[0] ?? "";
}

const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
const says = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text }).waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function send(page: Page, phone: string): Promise<void> {
  await page.getByLabel("手机号").fill(phone);
  await press(page, "发送验证码");
}

async function type(page: Page, code: string): Promise<void> {
  await page.getByLabel("验证码").fill(code);
  await press(page, "确定");
}

const phoneOf = (page: Page): Promise<unknown> =>
  page.evaluate("fetch('/v1/session').then((answer) => answer.json()).then(({ account }) => account?.phone)");

for (const [device, options] of Object.entries(sizes)) {
  test(`on ${device}: scanned, phone typed in, its code read and typed in, signed in`, async () => {
    const site = await openShop();
    const page = await open(site, options);
    await scan(site, page, "xiaoming");
    await says(page, "绑定手机号");
    expect(await phoneOf(page)).toBeUndefined();
    await send(page, numberOf(site, "xiaoming"));
    await says(page, "138****8001");
    // The focus is on the next field, so the user can go on typing.
    const focused = await page.evaluate("document.querySelector('saoma-login').shadowRoot.activeElement?.className");
    expect(focused).toBe("entry-input enterOtp");
    await type(page, await codeOf(site, "xiaoming"));
    await reaches(page, "signed-in");
    expect(await phoneOf(page)).toBe("138****8001");

    await page.evaluate("fetch('/v1/session', { method: 'DELETE' })");
    await page.reload();
    await scanOnly(site, page, "xiaoming");
    await reaches(page, "signed-in");
  });

  test(`on ${device}: everything lies in sight, and is large enough for a thumb`, async () => {
    const site = await openShop();
    const page = await open(site, options);
    await scan(site, page, "xiaoming");
    await says(page, "绑定手机号");
    await expectInSight(page, ["手机号"], ["发送验证码"]);
    await send(page, numberOf(site, "xiaoming"));
    await says(page, "138****8001");
    await expectInSight(page, ["验证码"], ["确定", "重发或换号码"]);
  });
}

async function expectInSight(page: Page, fields: string[], buttons: string[]): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const all = [
    ...fields.map((name) => page.getByLabel(name)),
    ...buttons.map((name) => page.getByRole("button", { name, exact: true })),
  ];
  for (const one of all) {
    const box = await one.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(40);
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width).toBe(true);
    expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= height).toBe(true);
  }
}

test("an invalid number, a wrong code and one that a newer SMS made void are reported, and the right code is accepted", async () => {
  const site = await openShop();
  const page = await open(site);
  const alert = (text: string) => page.getByRole("alert").filter({ hasText: text }).waitFor();
  await scan(site, page, "xiaoming");
  await send(page, "123");
  await alert("请填写有效的手机号");
  await send(page, numberOf(site, "xiaoming"));
  const first = await codeOf(site, "xiaoming");
  await says(page, "138****8001");
  await type(page, another(first));
  await alert("验证码不对");

  await press(page, "重发或换号码");
  await send(page, numberOf(site, "xiaoming"));
  await alert("操作太频繁了");
  site.later(61_000);
  await send(page, numberOf(site, "xiaoming"));
  const second = await codeOf(site, "xiaoming", 2);
  await says(page, "138****8001");
  if (first !== second) {
    await type(page, first);
    await alert("验证码不对");
  }
  await type(page, second);
  await reaches(page, "signed-in");
});

test("a number can be changed: the SMS goes to the other one", async () => {
  const site = await openShop();
  const page = await open(site);
  await scan(site, page, "xiaoming");
  await send(page, numberOf(site, "xiaohong"));
  await codeOf(site, "xiaohong");
  await press(page, "重发或换号码");
  site.later(61_000);
  await send(page, numberOf(site, "xiaoming"));
  await type(page, await codeOf(site, "xiaoming"));
  await reaches(page, "signed-in");
  expect(await phoneOf(page)).toBe("138****8001");
});

test("a reload in the middle asks whose page it is, then for the missing step, and sends no second SMS", async () => {
  const site = await openShop();
  const page = await open(site);
  await scan(site, page, "xiaoming");
  await says(page, "绑定手机号");
  await page.reload();
  await pair(site, page, "xiaoming");
  await says(page, "绑定手机号");
  await send(page, numberOf(site, "xiaoming"));
  await says(page, "138****8001");
  await page.reload();
  await pair(site, page, "xiaoming");
  await says(page, "138****8001");
  await type(page, await codeOf(site, "xiaoming"));
  await reaches(page, "signed-in");
});

test("another WeChat's phone: nobody is signed in, the page says what can be done, and another number is accepted", async () => {
  const site = await openShop();
  const hers = await open(site);
  await scan(site, hers, "xiaohong");
  await send(hers, numberOf(site, "xiaohong"));
  await type(hers, await codeOf(site, "xiaohong"));
  await reaches(hers, "signed-in");

  site.later(61_000);
  const page = await open(site);
  await scan(site, page, "xiaoming");
  await send(page, numberOf(site, "xiaohong"));
  await type(page, await codeOf(site, "xiaohong", 2));
  await says(page, "这个手机号已有账号");
  await says(page, "换一个号码");
  expect(await phoneOf(page)).toBeUndefined();
  await press(page, "重试");
  await scan(site, page, "xiaoming");
  site.later(61_000);
  await send(page, numberOf(site, "xiaoming"));
  await type(page, await codeOf(site, "xiaoming"));
  await reaches(page, "signed-in");
});

test("by keyboard alone, in English", async () => {
  const site = await openShop();
  const page = await open(site);
  await page.evaluate("document.querySelector('saoma-login').lang = 'en'");
  await scan(site, page, "xiaoming");
  await page.getByLabel("Phone number").waitFor();
  const { keyboard } = page;
  const enter = async (text: string, field: string) => {
    for (let steps = 0; steps < 5; steps++) {
      await keyboard.press("Tab");
      const name = await page.evaluate(
        "document.querySelector('saoma-login').shadowRoot.activeElement?.labels?.[0]?.textContent ?? ''",
      );
      if (name === field) break;
    }
    await keyboard.type(text);
    await keyboard.press("Enter");
  };
  await enter(numberOf(site, "xiaoming"), "Phone number");
  const code = await codeOf(site, "xiaoming");
  await says(page, "138****8001");
  await enter(code, "Code");
  await reaches(page, "signed-in");
});

test("inside WeChat the way back from WeChat's page leads to the phone, also in a page that is loaded again", async () => {
  const site = await openShop();
  const userAgent =
    "Mozilla/5.0 (Linux; Android 16; wv) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60";
  const page = await open(site, { userAgent, viewport: { width: 390, height: 844 } });
  await press(page, "微信登录");
  await page.getByText("小明").click();
  await reaches(page, "pairing");
  await press(page, "是我，继续");
  await says(page, "绑定手机号");
  await send(page, numberOf(site, "xiaoming"));
  await says(page, "138****8001");
  await page.reload();
  await press(page, "是我，继续");
  await type(page, await codeOf(site, "xiaoming"));
  await reaches(page, "signed-in");
  expect(await phoneOf(page)).toBe("138****8001");
});
