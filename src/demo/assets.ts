import { readFileSync } from "node:fs";
import { demoStyle } from "./style.ts";

export interface DemoAsset {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/**
 * The files that the demo page loads. Throws if the scripts are not bundled; `npm run dev` and the build bundle them.
 */
export const demoAssets = (): readonly DemoAsset[] => [
  { path: "/demo.css", contentType: "text/css; charset=utf-8", body: demoStyle },
  script("demo.js"),
  script("demo-mini-program.js"),
  script("saoma-login.js"),
];

const script = (name: string): DemoAsset => ({
  path: `/${name}`,
  contentType: "text/javascript; charset=utf-8",
  // The relative path is the same from `src/demo` and from `dist/demo`.
  body: readFileSync(new URL(`../../dist/browser/${name}`, import.meta.url), "utf8"),
});
