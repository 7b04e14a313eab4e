// The service reads what browsers load from `dist/browser`, so it is bundled before the first test of any run of Vitest.
export { bundleForBrowser as setup } from "../../tools/browser.ts";
