import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "./browser.ts";
import { openBrowser, openSite, reaches, type Site, stateOf, turn } from "./site.ts";

let chromium: Browser;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium.close());

/** How xiaoming answers each flow. `shown` names what the page shows. */
const flows = {
  "a code": {
    kind: "subscription",
    shown: async (page: Page) => (await stateOf(page)).code?.text,
    take: async ({ wechat, appid }: Site, page: Page) => {
      await wechat.simulator.control.follow("xiaoming", appid);
      await wechat.simulator.control.send("xiaoming", appid, (await stateOf(page)).code?.text ?? "");
    },
  },
  "a QR": {
    kind: "service",
    shown: async (page: Page) => (await stateOf(page)).qr?.content,
    take: async ({ wechat, appid }: Site, page: Page) => {
      const { control } = wechat.simulator;
      const { outcome } = await control.scan("xiaoming", { image: (await stateOf(page)).qr?.image ?? "" });
      if (outcome === "follow-sheet") await control.follow("xiaoming", appid);
    },
  },
} as const;

async function confirm({ wechat: { simulator }, appid }: Site): Promise<void> {
  const asked = simulator.control.chat("xiaoming", appid).findLast(({ links }) => links.length > 0);
  await simulator.control.tap("xiaoming", appid, asked?.id ?? "", 0);
}

/** What Chromium itself logs when the network is gone. */
const lost = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|WebSocket connection/;

describe.each(Object.keys(flows) as (keyof typeof flows)[])("signing in by %s", (name) => {
  const { kind, shown, take } = flows[name];
  let site: Site;
  let context: BrowserContext;

  beforeEach(async () => {
    site = await openSite(kind);
    context = await openBrowser(chromium, {}, lost);
  });

  async function open(): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(site.origin);
    await reaches(page, "pending");
    return page;
  }

  /** What the page shows once it is pending and shows something other than `before`. */
  async function another(page: Page, before: string | undefined): Promise<string | undefined> {
    const found = async () => ((await stateOf(page)).kind === "pending" ? await shown(page) : undefined) ?? before;
    await expect.poll(found, { timeout: 20_000 }).not.toBe(before);
    return shown(page);
  }

  test("a newer tab shows the same attempt and takes over, the older one says so, and both are signed in", async () => {
    const older = await open();
    const what = await shown(older);
    const newer = await open();
    expect(await shown(newer)).toBe(what);
    await reaches(older, "elsewhere");
    await take(site, newer);
    await reaches(newer, "scanned");
    await confirm(site);
    await Promise.all([reaches(newer, "signed-in"), reaches(older, "signed-in")]);
  });

  test("the tab that is shown follows the attempt, however often the user switches", async () => {
    const first = await open();
    const second = await open();
    await reaches(first, "elsewhere");
    for (const [to, from] of [
      [first, second],
      [second, first],
      [first, second],
    ] as const) {
      await turn(from, "hidden");
      await turn(to, "hidden");
      await aMoment();
      await turn(to, "visible");
      await reaches(to, "pending");
      await reaches(from, "elsewhere");
    }
  });

  test("two windows that are both in sight do not fight", async () => {
    const first = await open();
    const second = await open();
    await reaches(first, "elsewhere");
    let sockets = 0;
    for (const page of [first, second]) page.on("websocket", () => sockets++);
    for (let looks = 0; looks < 2; looks++) await first.waitForRequest(/\/v1\/attempts\/[\w-]+$/);
    expect([sockets, (await stateOf(first)).kind, (await stateOf(second)).kind]).toEqual([0, "elsewhere", "pending"]);
  });

  test("a refresh gives another one, which this page shows, and the other tab when it is turned to", async () => {
    const older = await open();
    const before = await shown(older);
    const newer = await open();
    await reaches(older, "elsewhere");
    await refresh(newer, site);
    const after = await another(newer, before);
    await turn(older, "hidden");
    await turn(older, "visible");
    await expect
      .poll(async () => [(await stateOf(older)).kind, await shown(older)], { timeout: 20_000 })
      .toEqual(["pending", after]);
  });

  test("a reload shows the same attempt, and after the scan continues at the same step", async () => {
    const page = await open();
    const what = await shown(page);
    for (let times = 0; times < 3; times++) {
      await page.reload();
      await reaches(page, "pending");
      expect(await shown(page)).toBe(what);
    }
    await take(site, page);
    await reaches(page, "scanned");
    await page.reload();
    await reaches(page, "scanned");
    await page.close();
    await confirm(site);
    const reopened = await context.newPage();
    await reopened.goto(site.origin);
    await reaches(reopened, "signed-in");
  });

  test("a tab in the background is signed in as soon as it is shown", async () => {
    const page = await open();
    await turn(page, "hidden");
    await take(site, page);
    await confirm(site);
    await turn(page, "visible");
    await reaches(page, "signed-in");
  });

  test("what happened while the network was lost is known when it is back", async () => {
    const page = await open();
    await context.setOffline(true);
    await take(site, page);
    await confirm(site);
    await context.setOffline(false);
    await reaches(page, "signed-in");
  });
});

/** Waits. Two tabs within a tenth of a second count as one page with two widgets, because no user switches so fast. */
async function aMoment(): Promise<void> {
  const since = Date.now();
  await expect.poll(() => Date.now() - since).toBeGreaterThan(150);
}

/** Refreshes the attempt, as the page's own client does when the user asks for another one. */
async function refresh(page: Page, { origin }: Site): Promise<void> {
  const id = await page.evaluate(`fetch("${origin}/v1/attempts", {
    method: "POST", headers: { "content-type": "application/json" }, body: "{}" }).then((answer) => answer.json()).then(({ id }) => id)`);
  await page.evaluate(`fetch("${origin}/v1/attempts/${id}/refresh", { method: "POST" })`);
  await page.reload();
}
