// `npm run build`: builds `dist` for the package.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleForBrowser } from "./browser.ts";
import { compile, nameBuiltFiles, projects } from "./declarations.ts";

const dist = new URL("../dist", import.meta.url).pathname;

clean();
for (const project of projects) compile(project);
nameBuiltFiles(dist);
await bundleForBrowser();

/**
 * Deletes `dist` except the browser bundles, because a service that runs from this clone serves them until they are
 * replaced.
 */
function clean(): void {
  mkdirSync(dist, { recursive: true });
  const old = readdirSync(dist).filter((name) => name !== "browser");
  for (const name of old) rmSync(join(dist, name), { recursive: true });
}
