export { type DemoAsset, demoAssets } from "./assets.ts";
export { type DemoPageOptions, demoPage, demoPolicy } from "./page.ts";
