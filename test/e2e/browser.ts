import { chromium } from "playwright-core";

/** Launches Debian's Chromium without background requests. */
export const launchChromium = () =>
  chromium.launch({
    executablePath: process.env.SAOMA_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
