import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ScriptedService, startScriptedService } from "../client/scripted-service.ts";
import { launchChromium } from "./browser.ts";
import { bundleSource } from "./bundle.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const account = {
  id: "ac_2",
  name: "温柔的绵羊",
  avatar: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
};
const code = {
  text: "482913",
  sendTo: { name: "周末手记", image: "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" },
};

type Act = (service: ScriptedService) => void;
const nothing: Act = () => {};

/** Every state: what the service returns at first, and what happens then. */
const states: Readonly<Record<string, { before?: Act; next?: Act; kind?: string }>> = {
  pending: {},
  code: { before: ({ settings }) => Object.assign(settings.extra, { qr: undefined, code }), kind: "pending" },
  link: {
    before: ({ settings }) => Object.assign(settings.extra, { qr: undefined, link: "https://open.weixin.qq.com/x" }),
    kind: "pending",
  },
  scanned: { next: ({ move }) => move({ status: "scanned" }) },
  known: { next: ({ move }) => move({ status: "scanned", account }), kind: "scanned" },
  number: { next: ({ move }) => move({ status: "scanned", number: "47" }), kind: "scanned" },
  phone: { next: ({ move }) => move({ status: "phone_required" }) },
  otp: { next: ({ move }) => move({ status: "phone_required", phone: { sentTo: "138****8000" } }), kind: "phone" },
  continue: { next: ({ move }) => move({ status: "granted", account, ask: true }) },
  "signed-in": { next: ({ move }) => move({ status: "granted", account }) },
  expired: { next: ({ move }) => move({ status: "expired" }) },
  declined: { next: ({ move }) => move({ status: "declined", reason: "by_person" }) },
  elsewhere: { next: ({ takeOver }) => takeOver() },
  error: { before: ({ fault }) => fault("POST /v1/attempts", { status: 403, code: "origin_not_allowed" }) },
};

let bundle: string;
let browser: Browser;
let service: ScriptedService;

beforeAll(async () => {
  bundle = await bundleSource("src/widget/define.ts");
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  service = await startScriptedService();
  service.settings.sockets = true;
  service.pages.set("/saoma-login.js", { type: "text/javascript", body: bundle });
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>a site</title><link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script>
<main><h1>a site</h1><saoma-login></saoma-login></main>`;
  service.pages.set("/", { type: "text/html; charset=utf-8", body });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await service.close();
});

const reaches = (page: Page, kind: string) =>
  page.waitForFunction(`document.querySelector("saoma-login").state?.kind === ${JSON.stringify(kind)}`);

async function show(page: Page, name: string): Promise<void> {
  const { before = nothing, next = nothing, kind = name } = states[name] ?? {};
  before(service);
  await page.goto(service.url);
  if (name !== "error") await reaches(page, "pending");
  if (name !== "error") while (service.watching() === 0) await new Promise((resolve) => setImmediate(resolve));
  next(service);
  await reaches(page, kind);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.each(Object.keys(states))(`%s, ${colorScheme}: axe finds nothing`, async (name) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    await show(page, name);
    await page.evaluate(axe);
    const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>("axe.run()");
    expect(found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  });
}

test("with forced colours no information is in colour alone, and the QR stays black on white", async () => {
  const page = await (await browser.newContext({ forcedColors: "active", colorScheme: "dark" })).newPage();
  await show(page, "pending");
  const adjust = await page.evaluate(
    "getComputedStyle(document.querySelector('saoma-login').shadowRoot.querySelector('.frame')).forcedColorAdjust",
  );
  expect(adjust).toBe("none");
});

test("a phone is bound by keyboard alone: a wrong number is said, another SMS can be asked for", async () => {
  const page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await show(page, "phone");
  const number = page.getByLabel("手机号");
  await number.fill("123");
  service.fault("POST /v1/attempts/{id}/phone", { status: 422, code: "wrong_phone" });
  await number.press("Enter");
  await page.getByRole("alert").filter({ hasText: "请填写有效的手机号" }).waitFor();
  await number.fill("13800138000");
  await number.press("Enter");
  await page.getByRole("status").filter({ hasText: "138****8000" }).waitFor();
  await page.getByRole("button", { name: "重发或换号码" }).click();
  await number.fill("13800138000");
  await number.press("Enter");
  const otp = page.getByLabel("验证码");
  await otp.fill("123456");
  await otp.press("Enter");
  await reaches(page, "signed-in");
});
