import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import { type AdminStage, setAdminStage } from "../admin/operator.ts";
import { launchChromium } from "./browser.ts";
import { looksRight as checkLooks } from "./looks-right.ts";

const looks = {
  "a desktop, light, English": { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-US" },
  "a phone, dark, Chinese": { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "zh-CN" },
} satisfies Record<string, BrowserContextOptions>;

const words = {
  "en-US": {
    begin: "Sign in with WeChat",
    enter: "Sign in",
    people: "People",
    again: "Prove it again",
    suspend: "Suspend",
  },
  "zh-CN": { begin: "微信扫码进入", enter: "进入", people: "用户", again: "重新证明是我", suspend: "停用账号" },
} as const;

let chromium: Browser;
let stage: AdminStage;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

afterEach(() => stage.close());

/** The page has no scripts, so it reloads itself while it waits for a scan. Axe objects to that. */
const looksRight = (page: Page, name: string): Promise<void> =>
  checkLooks(page, `console-in-${name}`, ["meta-refresh"]);

async function setConsole(): Promise<void> {
  stage = await setAdminStage({ administrators: [{ account: "anna-1", name: "anna" }] });
  const { openIds = {} } = stage.simulator.world().people.find(({ name }) => name === "xiaoming") ?? {};
  const person = { appid: stage.appid, openId: openIds[stage.appid] ?? "" };
  await stage.saoma.people.import([{ id: "anna-1", name: "Anna", person }], { dryRun: false });
}

/** Scans the page's QR and picks the number that the page shows after its own reload. */
async function confirmOn(page: Page, look: string): Promise<void> {
  const image = (await page.locator(".qr img").getAttribute("src")) ?? "";
  await looksRight(page, `${look}-1-qr`);
  const { outcome } = await stage.simulator.control.scan("xiaoming", { image });
  if (outcome === "follow-sheet") await stage.simulator.control.follow("xiaoming", stage.appid);
  const number = (await page.locator("p.number").textContent()) ?? "";
  await looksRight(page, `${look}-2-number`);
  await stage.say("xiaoming", number);
}

test.each(Object.entries(looks))("on %s an administrator scans, picks the number, and is in", async (_, look) => {
  const say = words[look.locale as keyof typeof words];
  await setConsole();
  const context = await chromium.newContext({ ...look, bypassCSP: true });
  const page = await context.newPage();
  const at = `http://127.0.0.1:${stage.listener.port}/console`;
  await page.goto(at);
  await looksRight(page, `${look.locale}-0-out`);
  await page.getByRole("button", { name: say.begin }).click();
  await confirmOn(page, look.locale);
  await page.getByRole("button", { name: say.enter, exact: true }).click();
  await page.getByRole("link", { name: say.people, exact: true }).waitFor();
  await stage.clock.advance(5 * 60_000);
  await page.goto(`${at}/people/anna-1`);
  await page.getByRole("button", { name: say.suspend, exact: true }).click();
  await looksRight(page, `${look.locale}-3-stale`);
  await page.getByRole("link", { name: say.again }).click();
  await page.getByRole("button", { name: say.begin }).click();
  await page.locator(".qr img").waitFor();
  await context.close();
});
