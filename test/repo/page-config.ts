import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { loadConfigFile } from "../../src/server/config/config-file.ts";
import { blocksOf, read, root } from "./pages.ts";

/** A page's configuration file unchanged, read as `saoma` reads one. Only the package is the clone's. */
export async function configOf(page: string): Promise<SaomaOptions> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const text = blocksOf(read(page)).find(({ code }) => code.includes("defineConfig"))?.code ?? "";
  const index = new URL("src/index.ts", root).href;
  writeFileSync(join(folder, "saoma.config.mts"), text.replace(`from "saoma"`, `from "${index}"`));
  return (await loadConfigFile(undefined, folder)) as SaomaOptions;
}
