import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { DoctorFinding } from "../../src/ports/doctor.ts";
import { type AdminStage, setAdminStage } from "../admin/operator.ts";
import { redeem, start, whoIs } from "../stage/stage.ts";
import { launchChromium } from "./browser.ts";
import { looksRight as checkLooks } from "./looks-right.ts";

const looks = {
  "a desktop, light, English": { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-US" },
  "a phone, dark, Chinese": { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "zh-CN" },
} satisfies Record<string, BrowserContextOptions>;

const words = {
  "en-US": {
    enter: "Sign in",
    people: "People",
    wechat: "WeChat",
    check: "Check now",
    remedy: "Renew it, and reload the proxy.",
    verify: "Have the account verified",
    applications: "Applications",
    audit: "Audit",
    what: "What",
    show: "Show",
    search: "Search",
    endAll: "End all sessions",
    ended: "1 sessions ended.",
    attempts: "Sign-ins",
    declined: "declined",
    why: "The account is suspended. To let them in, lift the suspension.",
  },
  "zh-CN": {
    enter: "进入",
    people: "用户",
    wechat: "微信",
    check: "现在检查",
    remedy: "续期，并重新加载反向代理。",
    verify: "给账号做微信认证",
    applications: "应用",
    audit: "操作记录",
    what: "做了什么",
    show: "查看",
    search: "搜索",
    endAll: "结束全部会话",
    ended: "已结束 1 个会话。",
    attempts: "登录",
    declined: "被拒绝",
    why: "账号已停用。要让他登录，先恢复账号。",
  },
} as const;

const found: readonly DoctorFinding[] = [
  {
    level: "broken",
    words: (language) =>
      language === "en"
        ? { message: "The certificate of shop.example ended on 2026-05-01.", remedy: "Renew it, and reload the proxy." }
        : { message: "shop.example 的证书 2026-05-01 已经到期。", remedy: "续期，并重新加载反向代理。" },
  },
  { level: "good", words: () => ({ message: "All else is good." }) },
];

async function* doctor() {
  yield found;
}

let chromium: Browser;
let stage: AdminStage;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

afterEach(() => stage.close());

const looksRight = (page: Page, name: string): Promise<void> => checkLooks(page, `console-${name}`);

test.each(Object.entries(looks))(
  "on %s the operator signs in, finds a person, ends their sessions, and reads why another sign-in failed",
  async (_, look) => {
    const say = words[look.locale as keyof typeof words];
    const secret = "q7Wm2Zt9Kx4Lp8Rn5Vb3Yc6Hd1Jf0GsA";
    const openid = { redirectUris: ["https://shop.example/callback"], secret };
    stage = await setAdminStage({}, { application: { openid }, doctor });
    const person = stage.browser();
    const first = await start(person);
    await stage.scan("xiaoming", first);
    await stage.say("xiaoming", "1");
    const { account } = (await (await redeem(person, first)).json()) as { account: { id: string; name: string } };

    const context = await chromium.newContext({ ...look, bypassCSP: true });
    const page = await context.newPage();
    const code = await stage.saoma.operator.console.link("anna", "write", { actor: "test" });
    await page.goto(`http://127.0.0.1:${stage.listener.port}/console/enter?code=${code}`);
    await looksRight(page, `enter-${look.locale}`);
    await page.getByRole("button", { name: say.enter }).click();

    await page.locator("svg.chart").waitFor();
    await looksRight(page, `today-${look.locale}`);

    // By keyboard only.
    await page.getByRole("navigation").getByRole("link", { name: say.people, exact: true }).press("Enter");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type(account.name);
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    await looksRight(page, `people-${look.locale}`);
    await page.getByRole("link", { name: account.name }).press("Enter");
    await page.getByRole("heading", { level: 1, name: account.name }).waitFor();
    await looksRight(page, `account-${look.locale}`);
    await page.getByRole("button", { name: say.endAll }).click();
    await page.getByText(say.ended).waitFor();
    expect(await whoIs(person)).toBeUndefined();

    await stage.saoma.operator.suspend(account.id, { actor: "test" });
    await stage.scan("xiaoming", await start(stage.browser()));
    await page.getByRole("navigation").getByRole("link", { name: say.attempts }).click();
    await looksRight(page, `attempts-${look.locale}`);
    await page.getByRole("listitem").filter({ hasText: say.declined }).getByRole("link").click();
    await page.getByText(say.why).waitFor();
    await looksRight(page, `attempt-${look.locale}`);
    await stage.simulator.control.patchAccount(stage.appid, { abilities: [] });
    await stage.browser().request("POST", "/v1/attempts", { body: {} });
    await page.getByRole("navigation").getByRole("link", { name: say.wechat, exact: true }).press("Enter");
    await page.getByText(`/wechat/${stage.appid}/push`).waitFor();
    await page.getByRole("button", { name: say.check }).press("Enter");
    await page.getByText(say.remedy).waitFor();
    await page.getByText(say.verify).waitFor();
    await looksRight(page, `wechat-${look.locale}`);
    await page.getByRole("navigation").getByRole("link", { name: say.applications, exact: true }).press("Enter");
    await page.getByText("SAOMA_SHOP_CLIENT_SECRET").first().waitFor();
    await looksRight(page, `applications-${look.locale}`);
    await page.getByRole("navigation").getByRole("link", { name: say.audit, exact: true }).press("Enter");
    await page.getByLabel(say.what).selectOption("account.suspended");
    await page.getByRole("button", { name: say.show }).press("Enter");
    await page.waitForURL(/what=account.suspended/);
    await page.getByRole("listitem").filter({ hasText: account.id }).waitFor();
    await looksRight(page, `audit-${look.locale}`);
    await context.close();
  },
);

test("the console's own policy lets its style and its forms through", async () => {
  stage = await setAdminStage();
  const page = await chromium.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  const code = await stage.saoma.operator.console.link("anna", "write", { actor: "test" });
  await page.goto(`http://127.0.0.1:${stage.listener.port}/console/enter?code=${code}`);
  await page.getByRole("button").click();
  await page.getByRole("navigation").waitFor();
  expect(await page.evaluate("getComputedStyle(document.querySelector('nav')).display")).toBe("flex");
  expect(complaints).toEqual([]);
  await page.close();
});
