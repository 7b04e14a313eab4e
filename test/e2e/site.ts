import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Listener, listen, type NodeHandler } from "../../src/server/listener.ts";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "../cli/saoma.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>a site</title><link rel="icon" href="data:,"><script type="module" src="/saoma-login.js"></script>
<body><saoma-login></saoma-login>`;

/** A site with the widget, its service, and a WeChat. All are closed when the test ends. */
export interface Site {
  readonly origin: string;
  readonly saoma: Saoma;
  readonly wechat: ServedSimulator;
  readonly appid: string;
  /** Advances the clock of service and WeChat, but not of the browsers. */
  later(ms: number): void;
}

/** Further responses of the site, by path. */
type Pages = Readonly<Record<string, { readonly type: string; readonly body: string }>>;

/** The kind of the only WeChat account. */
export async function openSite(
  kind: "service" | "subscription" | "mini-program",
  more: { source?: object; application?: object; options?: object; sms?: object; pages?: Pages } = {},
): Promise<Site> {
  let ahead = 0;
  const clock: Clock = { now: () => systemClock.now() + ahead, after: systemClock.after };
  const wechat = await serveSimulator({ port: 0, host: "127.0.0.1", clock });
  const { control, world } = wechat.simulator;
  control.patchSettings({ urlLinks: `${wechat.url}/wxaurl` });
  let handler: NodeHandler = () => {};
  const site: Listener = await listen({
    port: 0,
    host: "127.0.0.1",
    onError: console.error,
    handler: (request, response) => handler(request, response),
  });
  const origin = `http://127.0.0.1:${site.port}`;
  const account = world().accounts.find((one) => one.kind === kind);
  if (!account) throw new Error(`there is no ${kind} in the default world`);
  const { appid, secret, token, aesKey } = account;
  await control.patchAccount(appid, { pages: kind === "mini-program" ? ["pages/login/login"] : [] });
  if (kind !== "mini-program") await control.patchAccount(appid, { pushUrl: `${origin}/wechat/${appid}/push` });
  const origins = { api: wechat.url, mp: wechat.url, open: wechat.url };
  const options = {
    origin,
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-e2e",
    database: { path: `${folderWith()}/saoma.db` },
    sources: [
      {
        kind,
        appid,
        name: "青禾",
        origins,
        // A personal 公众号 has no usable AppSecret.
        ...(kind === "subscription" ? {} : { secret }),
        ...(kind === "mini-program" ? {} : { token, aesKey }),
        ...more.source,
      },
    ],
    applications: [{ id: "shop", name: "青禾茶铺", confirm: "always", ...more.application }],
    ...(more.sms ? { sms: { sender: { kind: "simulator", url: wechat.url }, ...more.sms } } : {}),
    ...more.options,
  } satisfies SaomaOptions;
  const saoma = createSaoma(options, { log: quiet, clock });
  await saoma.ready();
  saoma.attach(site.server);
  handler = async (request, response) => {
    const pages: Pages = { "/": { type: "text/html", body: html }, ...more.pages };
    const shown = pages[new URL(request.url ?? "/", origin).pathname];
    const headers = { "content-type": `${shown?.type}; charset=utf-8`, "content-security-policy": policy };
    if (shown) response.writeHead(200, headers).end(shown.body);
    else await saoma.node(request, response);
  };
  onTestFinished(async () => {
    saoma.drain();
    await site.close();
    await saoma.close();
    await wechat.close();
  });
  const later = (ms: number) => {
    ahead += ms;
  };
  return { origin, saoma, wechat, appid, later };
}

/** Opens a browser for this test. Errors on its console fail the test unless they are `expected`. */
export async function openBrowser(
  chromium: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
  expected = /$^/,
): Promise<BrowserContext> {
  const context = await chromium.newContext({ reducedMotion: "reduce", locale: "zh-CN", ...options });
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  return context;
}

interface Shown {
  readonly kind: string;
  readonly link?: string;
  readonly code?: { readonly text: string };
  readonly qr?: { readonly image: string; readonly content?: string };
}

/** The state that the widget on this page shows. */
export const stateOf = async (page: Page): Promise<Shown> =>
  ((await page.evaluate("document.querySelector('saoma-login')?.state")) as Shown | undefined) ?? { kind: "none" };

/** Waits for a state of this kind, and returns it. */
export async function reaches(page: Page, kind: string): Promise<Shown> {
  await expect.poll(async () => (await stateOf(page)).kind, { timeout: 20_000 }).toBe(kind);
  return stateOf(page);
}

/** The pairing code that the chat sent this person last. */
export function pairingCodeOf(
  { wechat: { simulator }, appid }: Pick<Site, "wechat" | "appid">,
  person: string,
): string {
  const told = simulator.control.chat(person, appid).findLast(({ from }) => from !== "person")?.text ?? "";
  const code = /(?:配对码|[Pp]airing code)[^0-9]*(\d{6})/.exec(told)?.[1];
  if (code === undefined) throw new Error(`${person} was told no pairing code: ${told}`);
  return code;
}

/** Sets the page's visibility, as if the user changed tab or app: a headless Chromium is always visible. */
export async function turn(page: Page, visibility: "hidden" | "visible"): Promise<void> {
  await page.evaluate(`{
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "${visibility}" });
    document.dispatchEvent(new Event("visibilitychange"));
  }`);
}
