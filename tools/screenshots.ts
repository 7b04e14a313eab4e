// `npm run screenshots [names]`: drives Chromium through each way of signing in and writes the pictures that the pages
// show to docs/pictures/. The service and the simulator use a fixed time and seeded randomness, and a picture that
// looks the same as the existing one is not written, so that a second run on the same machine changes nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { bundleForBrowser } from "./browser.ts";
import { consoleLanguages, consolePictures } from "./screenshots/console-pictures.ts";
import { openConsoleStudio } from "./screenshots/console-studio.ts";
import { pictures } from "./screenshots/pictures.ts";
import { looksSame } from "./screenshots/same.ts";
import { openStudio } from "./screenshots/studio.ts";

const folder = new URL("../docs/pictures/", import.meta.url);
const asked = process.argv.slice(2);
const isWanted = (name: string): boolean => asked.length === 0 || asked.includes(name);

await bundleForBrowser();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SAOMA_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"],
});
try {
  for (const [name, { setting, take }] of Object.entries(pictures).filter(([name]) => isWanted(name))) {
    await using studio = await openStudio(browser, setting);
    await take(studio);
    await keep(name, await studio.picture());
  }
  for (const [ending, language] of Object.entries(consoleLanguages)) {
    const wanted = Object.entries(consolePictures).filter(([name]) => isWanted(name + ending));
    if (wanted.length === 0) continue;
    await using studio = await openConsoleStudio(browser, { language, scheme: "light", width: 1280, height: 800 });
    for (const [name, { height, take }] of wanted) {
      await studio.page.setViewportSize({ width: 1280, height });
      await take(studio);
      await keep(name + ending, await studio.picture());
    }
  }
} finally {
  await browser.close();
}

async function keep(name: string, picture: Buffer): Promise<void> {
  const file = new URL(`${name}.webp`, folder);
  const isSame = existsSync(file) && (await looksSame(browser, readFileSync(file), picture));
  if (!isSame) writeFileSync(file, picture);
  console.log(`docs/pictures/${name}.webp  ${Math.ceil(picture.length / 1024)} KiB${isSame ? ", as it was" : ""}`);
}
