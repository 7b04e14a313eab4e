// The service serves the browser's scripts from `dist/browser`, so each run of Vitest bundles them first.
export { bundleForBrowser as setup } from "../../tools/browser.ts";
