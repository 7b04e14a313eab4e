// The demo site, for `saoma dev`.
export { demoAssets } from "./assets.ts";
export { demoPage, demoPolicy } from "./page.ts";
export { insidePage, miniProgramPage, miniProgramPolicy } from "./phone-pages.ts";
export type { DemoAccounts } from "./sign-in-methods.ts";
