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

// The client is another origin, as it is in life: browsers hold the form's policy against it.
beforeEach(async () => {
  client = createServer((_request, response) => response.end("back at the site"));
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

/** Opens the page, and what its widget was given to show. */
async function shown(page: Page, url: string): Promise<StartedAttempt> {
  const response = page.waitForResponse((one) => one.url() === `${stage.issuer}/v1/attempts`);
  await page.goto(url);
  return (await response).json() as Promise<StartedAttempt>;
}

test("somebody scans at the hosted page, and is back at the site with a code", async () => {
  const { page, complaints } = await open({ locale: "zh-CN" });
  const started = await shown(page, authorizeUrl());
  await stage.stage.scan("xiaoming", started);
  await page.waitForURL((url) => url.href.startsWith(callback));
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("state"), searchParams.get("iss")]).toEqual(["s1", stage.issuer]);
  expect(searchParams.get("code")?.length).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
  // Who is signed in goes through without seeing the page.
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
