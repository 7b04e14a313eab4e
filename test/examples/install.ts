import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const clone = new URL("../../", import.meta.url).pathname;
const examples = join(clone, "examples");
const stampFile = join(examples, "node_modules", ".stamp");
const stamp = createHash("sha256")
  .update(readFileSync(join(examples, "package-lock.json")))
  .digest("hex");

/** Makes the examples ready to run: their frameworks from their own lockfile, and this clone's package, built. */
export function prepareExamples(): void {
  run("npm", ["run", "build"], clone);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.log("Installing the frameworks of the examples, from examples/package-lock.json.");
  run("npm", ["ci", "--ignore-scripts"], examples);
  writeFileSync(stampFile, stamp);
}

/** Runs a command of this clone's. */
export function run(command: string, args: readonly string[], cwd: string): void {
  const env = { ...process.env, PATH: [join(clone, "node_modules/.bin"), process.env.PATH].join(delimiter) };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error ?? stdout + stderr}`);
}
