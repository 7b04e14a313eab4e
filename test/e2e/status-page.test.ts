import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { listen } from "../../src/server/listener.ts";
import { withStatusPage } from "../../src/server/status-page.ts";
import { launchChromium } from "./browser.ts";
import { looksRight } from "./looks-right.ts";

const looks = {
  "a desktop, light, English": { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-US" },
  "a phone, dark, Chinese": { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "zh-CN" },
} satisfies Record<string, BrowserContextOptions>;

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

test.each(Object.entries(looks))(
  "the status page on %s is styled, whole, and axe has nothing against it",
  async (_, look) => {
    const handler = withStatusPage(() => {}, "https://login.tea.example");
    const listener = await listen({ host: "127.0.0.1", port: 0, handler });
    onTestFinished(() => listener.close(0));
    // Axe is injected into the page, whose policy allows no scripts.
    const context = await chromium.newContext({ ...look, bypassCSP: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(listener.url);
    await looksRight(page, `status-${look.locale}`);
  },
);

test("its own policy lets its style through", async () => {
  const handler = withStatusPage(() => {}, "https://login.tea.example");
  const listener = await listen({ host: "127.0.0.1", port: 0, handler });
  onTestFinished(() => listener.close(0));
  const page = await chromium.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(listener.url);
  expect(await page.evaluate("getComputedStyle(document.body).display")).toBe("grid");
  expect(complaints).toEqual([]);
});
