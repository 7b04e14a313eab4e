import { readFileSync } from "node:fs";

/** The bundled widget. Fails where it was not built, which `npm run dev`, the tests and the build all do first. */
export const widgetScript = (): string =>
  // As far below the root from `src/server` as from `dist/server`.
  readFileSync(new URL("../../dist/browser/saoma-login.js", import.meta.url), "utf8");
