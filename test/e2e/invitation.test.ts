import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, pairingCodeOf, reaches, type Site } from "./site.ts";

const sizes = {
  "a desktop": { viewport: { width: 1280, height: 800 } },
  "a small window, dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
} satisfies Record<string, BrowserContextOptions>;

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

const invited = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>a site</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script>
<body><saoma-login invitation></saoma-login>`;

/** A personal 公众号, a page for invited people, and the invitation code of an account. */
async function openShop(): Promise<Site & { readonly invitation: string }> {
  const site = await openSite("subscription", {
    source: { name: "周末手记", qr: "http://weixin.qq.com/r/weekend" },
    pages: { "/invited": { type: "text/html", body: invited } },
  });
  await site.wechat.simulator.control.follow("xiaoming", site.appid);
  await site.saoma.people.import([{ id: "1003", name: "陈小明", phone: "+8613800138000" }], { dryRun: false });
  const invitation = (await site.saoma.operator.invite("1003", { actor: "test" }))?.code ?? "";
  return { ...site, invitation };
}

async function open(address: string, options: BrowserContextOptions): Promise<Page> {
  const page = await (await openBrowser(chromium, options, /status of 4(09|22)/)).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  return page;
}

const says = (page: Page, text: string) => page.locator("saoma-login [role=status]", { hasText: text }).waitFor();
const part = (page: Page, name: string) => page.locator(`saoma-login [part=${name}]`);

/** Saves a screenshot for developers of the page in the folder `SAOMA_PICTURES`. */
const shoot = async (page: Page, name: string): Promise<void> => {
  const { SAOMA_PICTURES: folder } = process.env;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

/** Enters the account by its invitation, with the WeChat that sends the page's digits. */
async function accept({ wechat: { simulator }, ...site }: Awaited<ReturnType<typeof openShop>>, page: Page) {
  const field = page.getByLabel("邀请码");
  await field.fill("AAAA-BBBB-CCCC");
  await field.press("Enter");
  await page.getByRole("alert").filter({ hasText: "邀请码不对" }).waitFor();
  await field.fill(site.invitation.toLowerCase());
  await field.press("Enter");
  await says(page, "用你的新微信");
  const digits = (await part(page, "digits").getAttribute("data-code")) ?? "";
  await simulator.control.send("xiaoming", site.appid, digits);
  await reaches(page, "pairing");
}

const accountOf = (page: Page): Promise<unknown> =>
  page.evaluate("fetch('/v1/session').then((answer) => answer.json()).then(({ account }) => account?.id)");

for (const [device, options] of Object.entries(sizes)) {
  test(`on ${device}: a member comes by an invitation, and is asked once more at the next sign-in`, async () => {
    const site = await openShop();
    const page = await open(`${site.origin}/invited`, options);
    await page.getByLabel("邀请码").waitFor();
    await shoot(page, `invitation, ${device}`);
    await accept(site, page);
    await shoot(page, `pairing, ${device}`);
    await page.getByLabel("配对码").fill(pairingCodeOf(site, "xiaoming"));
    await page.keyboard.press("Enter");
    await reaches(page, "signed-in");
    expect(await accountOf(page)).toBe("1003");

    const next = await open(site.origin, options);
    await reaches(next, "pending");
    await site.wechat.simulator.control.send("xiaoming", site.appid, "登录");
    const chat = site.wechat.simulator.control.chat("xiaoming", site.appid).at(-1)?.text ?? "";
    const field = next.getByLabel("聊天里收到了登录码");
    await field.fill(/[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(chat)?.[0] ?? "");
    await field.press("Enter");
    await reaches(next, "pairing");
    await says(next, "陈小明");
    await shoot(next, `first sign-in, ${device}`);
    await next.getByRole("button", { name: "是我，继续" }).click();
    await reaches(next, "signed-in");
    expect(await accountOf(next)).toBe("1003");
  });
}

test("a person who says that the account is not theirs leaves it, and signs in as a new user", async () => {
  const site = await openShop();
  const page = await open(`${site.origin}/invited`, {});
  await accept(site, page);
  await page.getByLabel("配对码").fill(pairingCodeOf(site, "xiaoming"));
  await page.keyboard.press("Enter");
  await reaches(page, "signed-in");
  const next = await open(site.origin, {});
  await reaches(next, "pending");
  await site.wechat.simulator.control.send("xiaoming", site.appid, "登录");
  const chat = site.wechat.simulator.control.chat("xiaoming", site.appid).at(-1)?.text ?? "";
  const field = next.getByLabel("聊天里收到了登录码");
  await field.fill(/[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(chat)?.[0] ?? "");
  await field.press("Enter");
  await reaches(next, "pairing");
  await next.getByRole("button", { name: "不是我的账号" }).click();
  await reaches(next, "signed-in");
  expect(await accountOf(next)).not.toBe("1003");
  expect((await site.saoma.operator.account("1003"))?.identities).toEqual([]);
});
