import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

/** What runs in a browser: the name in `dist/browser`, and where it begins. */
const entries: Readonly<Record<string, string>> = {
  "saoma-login": "src/widget/define.ts",
  "saoma-oauth": "src/http/browser/oauth.ts",
  demo: "src/cli/demo/browser/main.ts",
  "demo-mini-program": "mini-program/preview/main.ts",
  phone: "src/simulator/page/browser/main.ts",
  log: "src/simulator/page/browser/log.ts",
  qrconnect: "src/simulator/page/browser/qrconnect.ts",
  "wx-login": "src/simulator/page/browser/wx-login.ts",
};

const root = new URL("../", import.meta.url);
const pathOf = (path: string): string => new URL(path, root).pathname;

/** Bundles each entry into one minified file of its own, without source map. */
export async function bundleForBrowser(): Promise<void> {
  const present = Object.entries(entries).filter(([, source]) => existsSync(pathOf(source)));
  await Promise.all(present.map(([name, source]) => bundle(pathOf(source), pathOf(`dist/browser/${name}.js`))));
}

async function bundle(input: string, file: string): Promise<void> {
  const build = await rolldown({ input, platform: "browser", transform: { target: "es2022" } });
  await build.write({ file, format: "es", minify: true });
  await build.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await bundleForBrowser();
