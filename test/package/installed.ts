import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const clone = new URL("../../", import.meta.url).pathname;
/** The environment with this clone's `node_modules/.bin`, which has the pinned Node, first in PATH. */
const env = { ...process.env, PATH: `${join(clone, "node_modules/.bin")}:${process.env.PATH}` };

/** The package as users get it: packed, and installed in an empty folder. */
export interface Installed extends Disposable {
  readonly folder: string;
  /** The files of the tarball. */
  readonly files: readonly string[];
  /** Runs a script in the folder as an ES module, and returns its output. */
  script(text: string): Promise<string>;
  run(command: string, args: readonly string[]): Promise<string>;
}

/** Packs the tarball into a new folder. */
export interface Packed extends Disposable {
  readonly folder: string;
  readonly tarball: string;
}

export async function pack(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-package-"));
  await run("npm", ["pack", "--pack-destination", folder], { cwd: clone, env, maxBuffer: 1e8 });
  const name = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const tarball = join(folder, name);
  return { folder, tarball, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function install(): Promise<Installed> {
  const packed = await pack();
  const { folder, tarball } = packed;
  const listed = await run("tar", ["-tzf", tarball], { cwd: folder });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "tea", private: true, type: "module" }));
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", ...quiet, tarball], { cwd: folder, env, maxBuffer: 1e8 });
  const inFolder = async (command: string, args: readonly string[]) =>
    (await run(command, [...args], { cwd: folder, env })).stdout;
  return {
    folder,
    files: listed.stdout
      .trim()
      .split("\n")
      .map((path) => path.replace(/^package\//, "")),
    run: inFolder,
    script: (text) => inFolder(process.execPath, ["--input-type=module", "--eval", text]),
    [Symbol.dispose]: () => packed[Symbol.dispose](),
  };
}
