import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";
import { launchChromium } from "./browser.ts";

let chromium: Browser;
let client: Server;
let callback: string;
let stage: OpenIdStage;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

// The client has another origin, as in production, because browsers enforce the page's form-action policy.
beforeEach(async () => {
  client = createServer(({ url = "" }, response) => {
    if (!url.includes("state=broker")) return response.end("back at the site");
    response.writeHead(302, { Location: `http://localhost:${new URL(callback).port}/home` }).end();
  });
  await new Promise<void>((resolve) => client.listen(0, "127.0.0.1", resolve));
  callback = `http://127.0.0.1:${(client.address() as AddressInfo).port}/callback`;
  stage = await setOpenIdStage({ secret: "", redirectUris: [callback] });
});

afterEach(async () => {
  await stage.close();
  client.closeAllConnections();
  await new Promise((resolve) => client.close(resolve));
});

function authorizeUrl(more: Record<string, string> = {}): string {
  const url = new URL(`${stage.issuer}/oidc/authorize`);
  const params = {
    client_id: "shop",
    response_type: "code",
    scope: "openid",
    redirect_uri: callback,
    state: "s1",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...more,
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

async function open(options: Parameters<Browser["newPage"]>[0] = {}) {
  const page = await chromium.newPage(options);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** Opens the page. Returns the attempt that its widget got. */
async function shown(page: Page, url: string): Promise<StartedAttempt> {
  const response = page.waitForResponse((one) => one.url() === `${stage.issuer}/v1/attempts`);
  await page.goto(url);
  return (await response).json() as Promise<StartedAttempt>;
}

test("a person scans at the hosted page, and is back at the site with a code", async () => {
  const { page, complaints } = await open({ locale: "zh-CN" });
  const started = await shown(page, authorizeUrl());
  await stage.stage.scan("xiaoming", started);
  await page.waitForURL((url) => url.href.startsWith(callback));
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("state"), searchParams.get("iss")]).toEqual(["s1", stage.issuer]);
  expect(searchParams.get("code")?.length).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
  // A signed-in user is redirected without seeing the page.
  await page.goto(authorizeUrl({ state: "s2" }));
  expect(page.url()).toContain("state=s2");
  await page.close();
});

test("who presses back is back, with a no", async () => {
  const { page } = await open({ locale: "en" });
  await shown(page, authorizeUrl({ ui_locales: "en" }));
  await page.getByRole("button", { name: "Cancel, and go back" }).click();
  await page.waitForURL((url) => url.href.startsWith(callback));
  expect(page.url()).toContain("error=access_denied");
  await page.close();
});

test("a client may send people on to another site, as a broker does", async () => {
  const { page, complaints } = await open();
  await stage.stage.scan("xiaoming", await shown(page, authorizeUrl({ state: "broker" })));
  await page.waitForURL((url) => url.hostname === "localhost");
  expect(complaints).toEqual([]);
  await page.close();
});

test("a client's own page may post its authorization request, and the browser sends its cookies with the next step", async () => {
  const { page } = await open();
  await stage.stage.scan("xiaoming", await shown(page, authorizeUrl()));
  await page.waitForURL((url) => url.href.startsWith(callback));
  // This is another site, for cookies, too.
  const elsewhere = new URL(callback);
  elsewhere.hostname = "localhost";
  await page.goto(elsewhere.href);
  const { origin, pathname, searchParams } = new URL(authorizeUrl({ prompt: "none", state: "posted" }));
  await page.evaluate(
    ([action, fields]) => {
      const { document } = globalThis as unknown as {
        document: { createElement(name: string): Record<string, unknown>; body: { append(one: unknown): void } };
      };
      const form = document.createElement("form") as Record<string, unknown> & { append(one: unknown): void };
      Object.assign(form, { method: "post", action });
      for (const [name, value] of fields as [string, string][])
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      document.body.append(form);
      (form.submit as () => void)();
    },
    [`${origin}${pathname}`, [...searchParams]] as const,
  );
  await page.waitForURL((url) => url.searchParams.get("state") === "posted");
  expect(new URL(page.url()).searchParams.get("error")).toBeNull();
  expect(new URL(page.url()).searchParams.get("code")).toMatch(/./);
  await page.close();
});

test.each([
  ["a desk", { viewport: { width: 1280, height: 800 } }, "light", "zh-CN", "回到青禾茶铺"],
  ["a phone", { viewport: { width: 390, height: 844 } }, "dark", "en", "Back to 青禾茶铺"],
] as const)(
  "a failure's page is whole, accessible, and leads back, on %s",
  async (_name, options, colorScheme, locale, back) => {
    const { page } = await open({ ...options, colorScheme, locale, bypassCSP: true });
    for (const [name, url] of [
      ["request", authorizeUrl({ redirect_uri: "https://evil.test/" })],
      ["expired", `${stage.issuer}/sign-in/none`],
    ] as const) {
      await page.goto(url);
      const picture = `${process.env.SAOMA_PICTURES}/failure-${name}-${colorScheme}.png`;
      if (process.env.SAOMA_PICTURES) await page.screenshot({ path: picture });
      expect(await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth")).toBe(false);
      expect(await accessible(page)).toEqual([]);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe(back);
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(`${new URL(callback).origin}/`);
    await page.close();
  },
);

test("the hosted page can be used by the keyboard alone, and shows where one is", async () => {
  const { page } = await open({ locale: "zh-CN" });
  await shown(page, authorizeUrl());
  await page.locator("saoma-login").getByRole("img").first().waitFor();
  const isSeen = () =>
    page.evaluate<boolean>(`(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return getComputedStyle(at).outlineStyle !== "none";
    })()`);
  const focused = () => page.evaluate<string>("document.activeElement.textContent.trim()");
  for (let stops = 0; stops < 12 && (await focused()) !== "取消，回到原来的网站"; stops++) {
    await page.keyboard.press("Tab");
    expect(await isSeen()).toBe(true);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.startsWith(callback));
  expect(page.url()).toContain("error=access_denied");
  // The user is already signed in and has to continue, so the button is the first stop.
  await stage.stage.scan("xiaoming", await shown(page, authorizeUrl()));
  await page.waitForURL((url) => url.searchParams.has("code"));
  await page.goto(authorizeUrl({ prompt: "consent", state: "pressed" }));
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("继续");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("state") === "pressed");
  await page.close();
});

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

test.each([
  ["a desk", { viewport: { width: 1280, height: 800 } }, "light"],
  ["a phone", { viewport: { width: 360, height: 740 } }, "dark"],
] as const)("the page is whole and within reach on %s", async (_name, options, colorScheme) => {
  const { page } = await open({ ...options, colorScheme, bypassCSP: true });
  await shown(page, authorizeUrl());
  await page.locator("saoma-login").getByRole("img").first().waitFor();
  if (process.env.SAOMA_PICTURES) await page.screenshot({ path: `${process.env.SAOMA_PICTURES}/${colorScheme}.png` });
  const overflow = await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
  expect(overflow).toBe(false);
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
    ).axe.run();
    return violations.map(({ id }) => id);
  });
  expect(found).toEqual([]);
  await page.close();
});

test.each([
  ["a desk", { viewport: { width: 1280, height: 800 } }, "light", "zh-CN"],
  ["a phone", { viewport: { width: 390, height: 844 } }, "dark", "en"],
] as const)(
  "the page of a closed application takes an invitation, on %s",
  async (_name, options, colorScheme, locale) => {
    Object.assign(stage.stage.options.applications[0] ?? {}, { access: { groups: ["staff"] } });
    await stage.stage.restart();
    const { saoma } = stage.stage;
    await saoma.people.import([{ id: "new-1", name: "新同事", phone: "+8613800138001" }], { dryRun: false });
    await saoma.operator.addToGroup({ accountId: "new-1", group: "staff" }, { actor: "operator" });
    const { code = "" } = (await saoma.operator.invite("new-1", { actor: "operator" })) ?? {};
    const { page } = await open({ ...options, colorScheme, locale, bypassCSP: true });
    const started = await shown(page, authorizeUrl());
    const field = page.locator("saoma-login").getByRole("textbox");
    await field.waitFor();
    if (process.env.SAOMA_PICTURES)
      await page.screenshot({ path: `${process.env.SAOMA_PICTURES}/invitation-${colorScheme}.png` });
    expect(await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth")).toBe(false);
    expect(await accessible(page)).toEqual([]);
    await field.fill(code);
    await field.press("Enter");
    await page.locator("saoma-login").getByRole("textbox").waitFor({ state: "detached" });
    await stage.stage.scan("xiaohong", started);
    await page.locator("saoma-login").getByRole("textbox").first().waitFor();
    const told = stage.stage.pairingCode(started);
    await page.locator("saoma-login").getByRole("textbox").first().fill(told);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.has("code"));
    await page.close();
  },
);

const terms = [
  { title: "服务条款", url: "https://app.saoma.test/terms", version: "1" },
  { title: "隐私政策", url: "https://app.saoma.test/privacy", version: "1" },
];

async function deploy(version: string): Promise<void> {
  Object.assign(stage.stage.options.applications[0] ?? {}, { terms: terms.map((one) => ({ ...one, version })) });
  await stage.stage.restart();
}

async function accessible(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
    ).axe.run();
    return violations.map(({ id }) => id);
  });
}

test.each([
  ["a desk", { viewport: { width: 1280, height: 800 } }, "light"],
  ["a phone", { viewport: { width: 390, height: 844 } }, "dark"],
] as const)(
  "terms are agreed to in the widget, and a newer version on the page, on %s",
  async (name, options, colorScheme) => {
    await deploy("1");
    const { page, complaints } = await open({ ...options, colorScheme, bypassCSP: true, locale: "zh-CN" });
    const picture = async (what: string) => {
      const path = `${process.env.SAOMA_PICTURES}/terms-${what}-${name.replace(" ", "-")}.png`;
      if (process.env.SAOMA_PICTURES) await page.screenshot({ path });
      expect(await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth")).toBe(false);
      expect(await accessible(page)).toEqual([]);
    };
    const started = await shown(page, authorizeUrl());
    await page.getByRole("link", { name: "《隐私政策》" }).waitFor();
    await picture("pending");
    await stage.stage.scan("xiaoming", started);
    const yes = page.getByRole("button", { name: "同意并登录" });
    await yes.waitFor();
    await picture("asked");
    expect(await stage.stage.rows("select id from accounts")).toEqual([]);
    await yes.click();
    await page.waitForURL((url) => url.href.startsWith(callback));
    await deploy("2");
    await page.goto(authorizeUrl({ state: "s2" }));
    const link = page.getByRole("link", { name: "《服务条款》" });
    expect(await link.getAttribute("href")).toBe("https://app.saoma.test/terms");
    await picture("newer");
    await page.getByRole("button", { name: "同意并继续" }).click();
    await page.waitForURL((url) => url.href.includes("state=s2"));
    expect(await stage.stage.rows("select version from term_consents")).toHaveLength(4);
    // The sockets belong to the service before the restart.
    expect(complaints.filter((one) => !one.startsWith("WebSocket"))).toEqual([]);
    await page.close();
  },
);

test("a user who does not agree is not signed in, and gets another QR", async () => {
  await deploy("1");
  const { page } = await open({ locale: "en" });
  const started = await shown(page, authorizeUrl({ ui_locales: "en" }));
  await stage.stage.scan("xiaoming", started);
  const again = page.waitForResponse((one) => one.url().endsWith("/refresh"));
  await page.getByRole("button", { name: "No", exact: true }).click();
  expect((await again).status()).toBe(201);
  expect(await stage.stage.rows("select id from sessions")).toEqual([]);
  await page.close();
});
