import type { Browser } from "playwright-core";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, reaches } from "./site.ts";

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** A page's script with its framework, as a site's own bundler builds it. */
async function bundle(name: string): Promise<string> {
  const bundled = await rolldown({
    input: new URL(`components/${name}-page.ts`, import.meta.url).pathname,
    platform: "browser",
    transform: {
      target: "es2022",
      define: {
        "process.env.NODE_ENV": '"development"',
        __VUE_OPTIONS_API__: "true",
        __VUE_PROD_DEVTOOLS__: "false",
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
      },
    },
  });
  const { output } = await bundled.generate({ format: "es" });
  await bundled.close();
  return output[0].code;
}

/** Browser code is compiled by another TypeScript project than Node code, so it is imported by name. */
const rendererOf = (name: string): Promise<{ render(): string | Promise<string> }> =>
  import(new URL(`components/${name}-server.ts`, import.meta.url).href);

/** Vue creates its own Trusted Types policy, and works without it if the page forbids it. */
const withoutPolicy = /TrustedTypePolicy named 'vue'/;

async function openPage(framework: string) {
  const server = await (await rendererOf(framework)).render();
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${framework}</title>
<link rel="icon" href="data:,"><script type="module" src="/page.js"></script><body><div id="root">${server}</div>`;
  const pages = {
    "/": { type: "text/html", body },
    "/page.js": { type: "text/javascript", body: await bundle(framework) },
  };
  const site = await openSite("service", { pages, application: { confirm: "never" } });
  const page = await (await openBrowser(chromium, {}, withoutPolicy)).newPage();
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning" && !/trusted types policy/.test(message.text())) warnings.push(message.text());
  });
  await page.goto(site.origin);
  return { ...site, page, warnings, server };
}

test.each(["react", "vue"])(
  "<SaomaLogin> in %s: rendered on a server, taken over, signed in and out",
  async (framework) => {
    const { page, wechat, appid, warnings, server } = await openPage(framework);
    expect(server).toMatch(/<saoma-login (?=[^>]*lang="zh-CN")(?=[^>]*class="door")[^>]*><\/saoma-login>/);
    const { qr } = await reaches(page, "pending");
    const { outcome } = await wechat.simulator.control.scan("xiaoming", { content: qr?.content ?? "" });
    if (outcome === "follow-sheet") await wechat.simulator.control.follow("xiaoming", appid);
    await reaches(page, "signed-in");
    const heard = page.locator("#heard");
    // Only the listener of the last rendering is called.
    await expect.poll(() => heard.textContent()).toMatch(/^pending by official-account-qr; signed-in [^;]+, after 1$/);
    expect(await page.locator("saoma-login").count()).toBe(1);
    await page.locator("#out").click();
    await expect.poll(() => heard.textContent()).toMatch(/signed out; pending by official-account-qr$/);
    expect(warnings).toEqual([]);
  },
);
