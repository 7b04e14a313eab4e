import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const files = ["package.json", "package-lock.json", ".npmrc"];

/**
 * Gives packages of the lockfile that lies in a folder of the tests; installs them all where they are not. They are too
 * heavy, or too old, for the clone's own.
 */
export function packagesOf(folder: string, what: string): <T>(name: string) => T {
  const load = createRequire(join(folder, "package.json"));
  return <T>(name: string) => {
    installPackages(folder, what);
    return load(name) as T;
  };
}

/** Installs the packages of a folder's lockfile, unless they are installed. */
export function installPackages(folder: string, what: string): void {
  if (!isInstalled(folder)) install(folder, what);
}

const stampOf = (folder: string): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");

function isInstalled(folder: string): boolean {
  const stamp = join(folder, "node_modules", ".stamp");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf(folder);
}

/** Beside, then moved into place at once: test files run in parallel, and any of them may be the first. */
function install(folder: string, what: string): void {
  console.log(`Installing ${what}, from ${folder}package-lock.json.`);
  mkdirSync(join(folder, ".saoma"), { recursive: true });
  const staging = mkdtempSync(join(folder, ".saoma", "installing-"));
  try {
    for (const file of files) if (existsSync(join(folder, file))) cpSync(join(folder, file), join(staging, file));
    const npm = spawnSync("npm", ["ci", "--prefix", staging, "--ignore-scripts"], { encoding: "utf8", cwd: staging });
    if (npm.status !== 0) throw new Error(`npm ci failed for ${folder}: ${npm.stderr || npm.error}`);
    writeFileSync(join(staging, "node_modules", ".stamp"), stampOf(folder));
    if (isInstalled(folder)) return;
    const installed = join(folder, "node_modules");
    if (existsSync(installed)) rmSync(installed, { recursive: true });
    renameSync(join(staging, "node_modules"), installed);
  } catch (error) {
    // Another file was faster.
    if (!isInstalled(folder)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
