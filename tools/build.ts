import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleForBrowser } from "./browser.ts";

const root = new URL("../", import.meta.url).pathname;
const dist = join(root, "dist");

clean();
for (const project of ["tsconfig.build.json", "tsconfig.build.browser.json"]) compile(project);
nameBuiltFiles();
await bundleForBrowser();

/** The browser's bundles stay until they are replaced: a service that runs from this clone is serving them. */
function clean(): void {
  mkdirSync(dist, { recursive: true });
  const old = readdirSync(dist).filter((name) => name !== "browser");
  for (const name of old) rmSync(join(dist, name), { recursive: true });
}

function compile(project: string): void {
  const { status } = spawnSync("tsc", ["-p", project], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`tsc -p ${project} failed`);
}

/** The compiler turns `./a.ts` into `./a.js` in what runs, and leaves declarations as they are. */
function nameBuiltFiles(): void {
  for (const name of globSync("**/*.d.ts", { cwd: dist })) {
    const file = join(dist, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/((?:from|import)\s*\(?\s*"\.[^"]*)\.ts"/g, '$1.js"'));
  }
}
