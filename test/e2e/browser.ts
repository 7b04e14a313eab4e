import { chromium } from "playwright-core";

/** Debian's Chromium, as quiet as it can be made: it calls nobody by itself. */
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
