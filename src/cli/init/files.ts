import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { alreadyIn, environmentText } from "./environment-text.ts";

/** The files to write, and their folder. */
export interface Draft {
  readonly folder: string;
  readonly config: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The paths for `.gitignore`. */
  readonly ignored: readonly string[];
}

/** A file to be written. */
interface Planned {
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

const names = ["saoma.config.mts", "saoma.config.ts", "saoma.config.mjs", "saoma.config.js"];

/**
 * Plans the files and checks all of them before any is written.
 *
 * @throws {CommandError} for a configuration or a secret that is there already, unless `force` allows to replace it.
 */
export function plan({ folder, config, variables, ignored }: Draft, force: boolean): readonly Planned[] {
  const environment = read(join(folder, ".env"));
  if (!force) refuse(names.filter((name) => existsSync(join(folder, name))));
  if (!force) refuseSecrets(alreadyIn(environment, variables));
  const ignore = ignoreText(read(join(folder, ".gitignore")), ignored);
  return [
    { path: join(folder, ".env"), text: environmentText(environment, variables), mode: 0o600 },
    { path: configPath(folder), text: config },
    ...(ignore === undefined ? [] : [{ path: join(folder, ".gitignore"), text: ignore }]),
  ];
}

/** Writes the files and returns their names. */
export function write(files: readonly Planned[]): string[] {
  return files.map(({ path, text, mode }) => {
    try {
      writeFileSync(path, text, mode === undefined ? {} : { mode });
      // The mode of `writeFileSync` applies only to new files.
      if (mode !== undefined) chmodSync(path, mode);
    } catch (error) {
      throw new CommandError(say`cannot write ${path}: ${error instanceof Error ? error.message : error}`);
    }
    return basename(path);
  });
}

/** `.mts` is always an ES module. `.ts` is CommonJS if package.json says "commonjs", as the one of `npm init` does. */
const configPath = (folder: string): string =>
  join(folder, names.slice(0, 2).find((name) => existsSync(join(folder, name))) ?? "saoma.config.mts");

const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

function refuse(there: readonly string[]): void {
  if (there.length > 0) throw new CommandError(say`${there[0]} is there already. Replace it with --force, or edit it.`);
}

function refuseSecrets(there: readonly string[]): void {
  if (there.length === 0) return;
  throw new CommandError(say`.env has ${there.join(", ")} already. Replace with --force, or take the lines out.`);
}

/** The new text of `.gitignore`; undefined if nothing is missing. */
function ignoreText(before: string, wanted: readonly string[]): string | undefined {
  const lines = before.split("\n").map((line) => line.trim().replace(/^\//, ""));
  const missing = wanted.filter((entry) => !lines.includes(entry.replace(/^\//, "")));
  if (missing.length === 0) return undefined;
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  return `${before}${gap}${missing.join("\n")}\n`;
}
