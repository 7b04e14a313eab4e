import { createServer } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, reaches } from "./site.ts";

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** A page on another site than the service: `localhost` and `127.0.0.1` share no cookies. */
async function openShop() {
  let html = "";
  const shop = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise<void>((resolve) => shop.listen(0, "localhost", resolve));
  onTestFinished(() => void shop.close());
  const address = shop.address();
  const origin = `http://localhost:${typeof address === "object" && address ? address.port : 0}`;
  const site = await openSite("service", { application: { origins: [origin] } });
  html = `<!doctype html><html lang="zh-CN"><title>a shop elsewhere</title><link rel="icon" href="data:,">
<script type="module" src="${site.origin}/saoma-login.js"></script>
<saoma-login server="${site.origin}" claim="header"></saoma-login>`;
  return { ...site, shop: origin };
}

test("on another site, without a cookie: scanned, confirmed, signed in; and another account is asked about", async () => {
  const { shop, wechat, appid } = await openShop();
  const page = await (await openBrowser(chromium)).newPage();
  const { control } = wechat.simulator;
  async function confirm(person: string): Promise<void> {
    const { qr } = await reaches(page, "pending");
    const { outcome } = await control.scan(person, { content: qr?.content ?? "" });
    if (outcome === "follow-sheet") await control.follow(person, appid);
    await reaches(page, "scanned");
    const message = control.chat(person, appid).findLast(({ from }) => from === "account");
    const yes = message?.links.findIndex(({ text }) => text === "是我，登录") ?? -1;
    await control.tap(person, appid, message?.id ?? "", yes);
  }
  await page.goto(shop);
  await confirm("xiaoming");
  await reaches(page, "signed-in");

  await page.reload();
  await confirm("xiaohong");
  await reaches(page, "continue");
  await page.getByRole("button", { name: "不是我" }).click();
  await reaches(page, "pending");
  expect(await page.evaluate("document.cookie")).toBe("");
});
