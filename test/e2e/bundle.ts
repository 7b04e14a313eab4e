export { bundleSource } from "../../tools/browser.ts";
