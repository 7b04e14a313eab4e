// Starts a `saoma dev` with a fixed time and a browser, for taking pictures.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import type { Random } from "../../src/base/random.ts";
import { openDevHouse } from "../../src/cli/dev-environment.ts";
import { defaultWorld } from "../../src/simulator/world/default.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

/** The settings of a picture. */
export interface Setting {
  readonly language: "zh-CN" | "en";
  readonly scheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
}

/** A new `saoma dev` and a browser that shows it. */
export interface Studio extends AsyncDisposable {
  readonly page: Page;
  /** The simulated phone on the demo's page. */
  readonly phone: FrameLocator;
  readonly simulator: string;
  /** Opens the demo with one sign-in method. */
  open(way: string): Promise<void>;
  /** Clicks the page's button that opens the phone. */
  takePhone(): Promise<void>;
  /** A screenshot of the page as WebP. */
  picture(): Promise<Buffer>;
}

/** The fixed time: a Thursday in Beijing, at half past ten. */
const then = Date.parse("2026-10-15T02:30:00Z");

/** A clock whose time is fixed, but whose timers run. */
const still: Clock = { now: () => then, after: systemClock.after };

/**
 * Seeded randomness with a stream for each length, so that the number of earlier request ids does not change a code.
 */
function drawn(): Random {
  const streams = new Map<number, Random>();
  return {
    bytes(length) {
      const stream = streams.get(length) ?? createSeededRandom(`pictures/${length}`);
      streams.set(length, stream);
      return stream.bytes(length);
    },
  };
}

export async function openStudio(browser: Browser, setting: Setting): Promise<Studio> {
  await using building = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "saoma-pictures-"));
  building.defer(() => rmSync(folder, { recursive: true, force: true }));
  // The secret is fixed, because values derived from it are in the pictures.
  writeFileSync(join(folder, "secret"), "pictures".repeat(8));
  // The next service has the same address, so clients with open connections need time to notice that this one has
  // stopped.
  building.defer(() => setTimeout(200));
  const house = building.use(
    await openDevHouse({
      host: "127.0.0.1",
      servicePort: 7080,
      simulatorPort: 7090,
      folder,
      runtime: { clock: still, random: drawn() },
      world: { clock: still, world: { ...defaultWorld(), seed: "pictures" } },
    }),
  );
  house.server.prependListener("request", (_, response: ServerResponse) => {
    response.setHeader("date", new Date(then).toUTCString());
  });
  const { width, height, language, scheme } = setting;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === "en" ? "en-US" : language,
    timezoneId: "Asia/Shanghai",
    colorScheme: scheme,
    reducedMotion: "reduce",
    deviceScaleFactor: 1,
  });
  building.defer(() => context.close());
  const page = await context.newPage();
  await page.clock.setFixedTime(then);
  const built = building.move();
  return {
    page,
    phone: page.frameLocator("aside.phone iframe"),
    simulator: house.simulator,
    open: async (way) => {
      await page.goto(`${house.origin}/?way=${way}`);
      const shown =
        "saoma-login [part=qr], saoma-login [part=digits], saoma-login [part=account-qr], .wechat iframe, .inside img";
      await page.locator(shown).filter({ visible: true }).first().waitFor();
    },
    takePhone: () => page.getByTestId("phone").click(),
    picture: async () => {
      await settled(page);
      return toWebp(browser, await page.screenshot({ animations: "disabled" }));
    },
    [Symbol.asyncDispose]: () => built.disposeAsync(),
  };
}

/** Waits until nothing is loading and the page has been drawn. */
export async function settled(page: Page): Promise<void> {
  // Moves the pointer away from the clicked element, also in a frame.
  await page.mouse.move(400, 20, { steps: 8 });
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())");
  await page.waitForTimeout(1500);
}

/** Encodes with Chromium, which needs no package and gives the same bytes for the same picture. */
export async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const encoded = await page.evaluate(`(async () => {
      const image = new Image();
      image.src = "data:image/png;base64,${png.toString("base64")}";
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 0.86);
    })()`);
    return Buffer.from(String(encoded).split(",")[1] ?? "", "base64");
  } finally {
    await page.close();
  }
}
