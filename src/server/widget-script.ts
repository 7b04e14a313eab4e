import { readFileSync } from "node:fs";

/** The bundled widget. Fails where it was not built, which `npm run dev`, the tests and the build all do first. */
export const widgetScript = (): string => bundled("saoma-login.js");

/** The script of the page that WeChat sends browsers back to. */
export const oauthScript = (): string => bundled("saoma-oauth.js");

const bundled = (name: string): string =>
  // As far below the root from `src/server` as from `dist/server`.
  readFileSync(new URL(`../../dist/browser/${name}`, import.meta.url), "utf8");
