// `npm run site`: builds the documentation as a site into dist-site/, or into the given folder. `--base /saoma/` builds
// it for that path of a host. The site loads nothing from other hosts.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "../../test/install-packages.ts";
import { root, siteFiles } from "./pages.ts";

const here = new URL(".", import.meta.url).pathname;
const source = join(here, ".saoma", "source");

/** Writes the files that VitePress reads. */
function stage(): void {
  rmSync(source, { recursive: true, force: true });
  for (const { path, text, from } of siteFiles()) {
    const file = join(source, path);
    mkdirSync(dirname(file), { recursive: true });
    if (from === undefined) writeFileSync(file, text ?? "");
    else copyFileSync(root + from, file);
  }
}

/** Builds the site and returns its folder. VitePress fails for a link to a missing page. */
export function buildSite(to = join(root, "dist-site"), base = "/"): string {
  installPackages(here, "VitePress");
  stage();
  const folder = resolve(to);
  const program = join(here, "node_modules", "vitepress", "bin", "vitepress.js");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, "build", here, "--outDir", folder, "--base", base],
    {
      encoding: "utf8",
      env: { ...process.env, NODE_ENV: "production" },
    },
  );
  if (status !== 0) throw new Error(`The site was not built:\n${stdout}${stderr}`);
  return folder;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { base: { type: "string" } }, allowPositionals: true });
  console.log(`Wrote ${buildSite(positionals[0], values.base)}`);
}
