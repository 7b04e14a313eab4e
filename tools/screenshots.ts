// `npm run screenshots [names]`: drives Chromium through each way of signing in and writes the pictures that the pages
// show to docs/pictures/. The service and the simulator use a fixed time and seeded randomness, and a picture that
// looks the same as the existing one is not written, so that a second run on the same machine changes nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { bundleForBrowser } from "./browser.ts";
import { pictures } from "./screenshots/pictures.ts";
import { looksSame } from "./screenshots/same.ts";
import { openStudio } from "./screenshots/studio.ts";

const folder = new URL("../docs/pictures/", import.meta.url);
const asked = process.argv.slice(2);
const wanted = Object.entries(pictures).filter(([name]) => asked.length === 0 || asked.includes(name));

await bundleForBrowser();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SAOMA_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"],
});
try {
  for (const [name, { setting, take }] of wanted) {
    await using studio = await openStudio(browser, setting);
    await take(studio);
    const picture = await studio.picture();
    const file = new URL(`${name}.webp`, folder);
    const isSame = existsSync(file) && (await looksSame(browser, readFileSync(file), picture));
    if (!isSame) writeFileSync(file, picture);
    console.log(`docs/pictures/${name}.webp  ${Math.ceil(picture.length / 1024)} KiB${isSame ? ", as it was" : ""}`);
  }
} finally {
  await browser.close();
}
