import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = new URL("./", import.meta.url).pathname;
const installed = join(folder, "node_modules");
const files = ["package.json", "package-lock.json"];
const stamp = createHash("sha256")
  .update(readFileSync(join(folder, "package-lock.json")))
  .digest("hex");
const load = createRequire(import.meta.url);

/** Gives an SDK that somebody else wrote, of those in this folder's lockfile; installs them all where they are not. */
export function stranger<T>(name: string): T {
  if (!isInstalled()) install();
  return load(name) as T;
}

const isInstalled = (): boolean =>
  existsSync(join(installed, ".stamp")) && readFileSync(join(installed, ".stamp"), "utf8") === stamp;

/** Beside, then moved into place at once: test files run in parallel, and any of them may be the first. */
function install(): void {
  console.log("Installing the SDKs that the simulator is tried with, from test/strangers/package-lock.json.");
  mkdirSync(join(folder, ".saoma"), { recursive: true });
  const beside = mkdtempSync(join(folder, ".saoma", "installing-"));
  try {
    for (const file of files) cpSync(join(folder, file), join(beside, file));
    const npm = spawnSync("npm", ["ci", "--prefix", beside, "--ignore-scripts"], { encoding: "utf8", cwd: beside });
    if (npm.status !== 0) throw new Error(`npm ci failed in test/strangers: ${npm.stderr || npm.error}`);
    writeFileSync(join(beside, "node_modules", ".stamp"), stamp);
    if (isInstalled()) return;
    if (existsSync(installed)) rmSync(installed, { recursive: true });
    renameSync(join(beside, "node_modules"), installed);
  } catch (error) {
    // Another file was faster.
    if (!isInstalled()) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
