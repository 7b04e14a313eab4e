import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, posix } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSite } from "../../tools/site/build.ts";
import { launchChromium } from "./browser.ts";

const base = "/saoma/";
const folder = mkdtempSync(join(tmpdir(), "saoma-site-"));
let browser: Browser;
let server: Server;
let origin: string;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves the site like a static file host, below a path of its own. */
function serveFolder(): Promise<Server> {
  const served = createServer(({ url = "/" }, response) => {
    const path = decodeURI(new URL(url, "http://site").pathname);
    const file = join(folder, path.slice(base.length), path.endsWith("/") ? "index.html" : "");
    if (!path.startsWith(base) || !existsSync(file) || statSync(file).isDirectory())
      return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain; charset=utf-8" });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => served.listen(0, "127.0.0.1", () => resolve(served)));
}

beforeAll(async () => {
  buildSite(folder, base);
  browser = await launchChromium();
  server = await serveFolder();
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
}, 1_200_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pagesOf = (): string[] => globSync("**/*.html", { cwd: folder });
const textOf = (page: string): string => readFileSync(join(folder, page), "utf8");

test("each page of docs/ is a page of the site, in both languages", () => {
  const pages = pagesOf();
  for (const page of ["index", "deployment", "flows/mini-program", "quick-start/index", "commands", "decisions/index"])
    for (const folder of ["", "zh-CN/"]) expect(pages).toContain(`${folder}${page}.html`);
  expect(textOf("zh-CN/decisions/index.html")).toContain("这一页只有英文");
  expect(textOf("zh-CN/index.html")).toContain('<html lang="zh-CN"');
});

/** The dead links of a page: each linked file and each anchor must exist. */
function deadLinks(page: string): string[] {
  const links = [...textOf(page).matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = ""]) =>
    link.replaceAll("&amp;", "&"),
  );
  return links.flatMap((link) => {
    if (/^(https?|data|mailto):|^\/\//.test(link)) return [];
    const [path = "", anchor] = decodeURI(link).split("#");
    const target = fileOf(page, path);
    if (!existsSync(join(folder, target))) return [`${page}: ${link}`];
    const isThere = anchor === undefined || anchor === "" || textOf(target).includes(`id="${anchor}"`);
    return isThere ? [] : [`${page}: ${link}`];
  });
}

function fileOf(page: string, path: string): string {
  if (path === "") return page;
  const whole = path.startsWith("/") ? path.replace(base, "") : posix.join(posix.dirname(page), path);
  return whole === "" || whole.endsWith("/") || whole === "." ? posix.join(whole, "index.html") : whole;
}

test("no link of the site is dead, no picture is missing, and no heading that is linked to", () => {
  const pages = pagesOf().filter((page) => page !== "404.html");
  expect(pages.length).toBeGreaterThan(90);
  expect(pages.flatMap(deadLinks)).toEqual([]);
});

test("a Chinese page links to the English one only where it says so, an untranslated page to Chinese ones", () => {
  expect(textOf("zh-CN/performance.html")).toMatch(/href="[^"]*\.\.\/performance\.html#floods"/);
  expect(textOf("zh-CN/contributing.html")).toContain('href="./glossary.html"');
});

test.each([
  ["", "pairing"],
  ["zh-CN/", "二维码"],
])("/%s loads nothing from elsewhere, and its search finds %j", async (path, word) => {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  await page.goto(origin + path);
  await page.locator("#local-search button").click();
  await page.locator("#localsearch-input").fill(word);
  const results = page.locator("#localsearch-list li a");
  await results.first().waitFor();
  expect(await results.first().getAttribute("href")).toContain(base + path);
  expect(
    asked.filter((url) => !url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")),
  ).toEqual([]);
  expect(faults).toEqual([]);
  await page.close();
});

test("the switch between the languages stays on the page", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${origin}flows/linking.html`);
  await page.locator(".VPNavBarTranslations button").hover();
  await page.getByRole("link", { name: "中文" }).first().click();
  await page.waitForURL(`${origin}zh-CN/flows/linking.html`);
  await page.close();
});
