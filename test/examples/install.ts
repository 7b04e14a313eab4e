import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const clone = new URL("../../", import.meta.url).pathname;

/** Prepares the examples: their frameworks from their own lockfiles, and this clone's package, built. */
export function prepareExamples(): void {
  run("npm", ["run", "build"], clone);
  install(join(clone, "examples"));
}

/** The same for Next.js, which would bundle a link to another place, so the package itself is copied there. */
export function prepareNext(): void {
  const folder = join(clone, "examples/next");
  install(folder, ["install", "--no-save", "--no-package-lock", "--install-links", "--ignore-scripts", clone]);
  const installed = join(folder, "node_modules/saoma/dist");
  rmSync(installed, { recursive: true, force: true });
  cpSync(join(clone, "dist"), installed, { recursive: true });
  // Vitest sets NODE_ENV to "test", which Next.js does not build for.
  run(process.execPath, ["node_modules/next/dist/bin/next", "build"], folder, { NODE_ENV: "production" });
}

function install(folder: string, and?: readonly string[]): void {
  const stamp = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const stampFile = join(folder, "node_modules/.stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.log(`Installing what the examples need, from ${folder.slice(clone.length)}/package-lock.json.`);
  run("npm", ["ci", "--ignore-scripts", "--include=dev"], folder);
  if (and) run("npm", and, folder);
  writeFileSync(stampFile, stamp);
}

/** Runs a command of this clone. */
export function run(command: string, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): void {
  const path = [join(clone, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: "1", ...more };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error ?? stdout + stderr}`);
}
